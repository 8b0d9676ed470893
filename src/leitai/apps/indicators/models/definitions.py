"""What is measured: indicators with dated definitions, and series with their scope (口径)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from leitai.apps.units.models import Unit


class Direction(models.TextChoices):
    HIGHER = "higher_is_better", _("higher is better")
    LOWER = "lower_is_better", _("lower is better")
    NONE = "none", _("no direction")


class FlowBasis(models.TextChoices):
    CURRENT = "current", _("current period")
    YEAR_TO_DATE = "year_to_date", _("year to date")
    STOCK = "stock", _("end of period")


class PriceBasis(models.TextChoices):
    NONE = "none", _("not a money amount")
    CURRENT = "current", _("current prices")
    CONSTANT = "constant", _("constant prices")


class DataSource(models.Model):
    """Where values come from: a department's reports, a yearbook, a computation."""

    name = models.CharField(max_length=120)
    code = models.SlugField(max_length=40, unique=True)
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="data_sources"
    )
    public = models.BooleanField(default=False, help_text=_("published facts, open to all readers"))
    statistical = models.BooleanField(
        default=False, help_text=_("set by a statistics office: never proposed for improvement")
    )
    citation = models.CharField(max_length=300, blank=True)
    licence = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def governing_unit(self) -> Unit | None:
        """The unit whose people answer for this source; None for a source of the whole house."""
        return self.unit


class Indicator(models.Model):
    """An indicator (指标) of an area; its meaning lives in dated versions."""

    area = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="indicators")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    pinyin = models.CharField(max_length=200, blank=True)
    initials = models.CharField(max_length=80, blank=True)
    theme = models.CharField(max_length=40, blank=True)
    aliases = models.JSONField(
        default=list, blank=True, help_text=_("other names under which tables carry it")
    )
    measure = models.CharField(
        max_length=20, blank=True, help_text=_("unit of measure as printed; empty for an index")
    )
    decimals = models.PositiveSmallIntegerField(default=2)
    direction = models.CharField(max_length=20, choices=Direction)
    actionable = models.BooleanField(default=True, help_text=_("open to the unit's own action"))
    formula = models.CharField(max_length=400, blank=True, help_text=_("for derived indicators"))
    responsible = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_day = models.PositiveSmallIntegerField(
        default=10, help_text=_("day of the following month by which it is reported")
    )
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["area", "code"], name="indicator_code_once_per_area")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def governing_unit(self) -> Unit:
        return self.area


class IndicatorVersion(models.Model):
    """What an indicator means from a day on; values name the version they were made under."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    scope_note = models.CharField(max_length=300, blank=True)
    valid_from = models.DateField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "number"], name="definition_once")
        ]

    def __str__(self) -> str:
        return f"{self.indicator} v{self.number}"


class Extent(models.Model):
    """A named, dated part of a unit that a value covers (含临空、不含临空)."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="extents")
    name = models.CharField(max_length=40)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="extent_once")]

    def __str__(self) -> str:
        return self.name


class Series(models.Model):
    """Indicator × flow basis × price basis × extent: what can be compared with itself."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="series")
    flow = models.CharField(max_length=14, choices=FlowBasis)
    price = models.CharField(max_length=10, choices=PriceBasis, default=PriceBasis.NONE)
    extent = models.ForeignKey(
        Extent, null=True, blank=True, on_delete=models.PROTECT, related_name="series"
    )
    authority = models.ForeignKey(
        DataSource,
        on_delete=models.PROTECT,
        related_name="series",
        help_text=_("the one source that counts; others are kept and compared"),
    )

    class Meta:
        verbose_name_plural = "series"
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "flow", "price", "extent"],
                name="series_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return " ".join([str(self.indicator), *self.scope])

    @property
    def scope(self) -> tuple[str, ...]:
        """The words that stand beside every value: flow, price, extent."""
        words = [str(FlowBasis(self.flow).label)]
        if self.price != PriceBasis.NONE:
            words.append(str(PriceBasis(self.price).label))
        if self.extent_id is not None:
            words.append(str(self.extent))
        return tuple(words)

    @property
    def governing_unit(self) -> Unit:
        return self.indicator.area
