from leitai.apps.goals.models.target import MonthShape, Target

__all__ = ["MonthShape", "Target"]
