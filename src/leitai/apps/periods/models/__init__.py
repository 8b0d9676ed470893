from leitai.apps.periods.models.calendar import CalendarDay, CalendarYear
from leitai.apps.periods.models.period import Period, PeriodKind

__all__ = ["CalendarDay", "CalendarYear", "Period", "PeriodKind"]
