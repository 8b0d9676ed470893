from leitai.apps.periods.models.period import Period, PeriodKind

__all__ = ["Period", "PeriodKind"]
