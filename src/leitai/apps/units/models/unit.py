"""Whatever is measured, assessed or acts is a unit; links between units carry dates."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    COUNTRY = "country", _("country")
    PROVINCE = "province", _("province")
    PREFECTURE = "prefecture", _("prefecture")
    COUNTY = "county", _("county")
    COUNTY_CITY = "county_city", _("county-level city")
    DISTRICT = "district", _("district")
    BANNER = "banner", _("banner")
    AUTONOMOUS_COUNTY = "autonomous_county", _("autonomous county")
    TOWNSHIP = "township", _("township")
    SUBDISTRICT = "subdistrict", _("subdistrict")
    COUNTY_DEPARTMENT = "county_department", _("department")
    DEVELOPMENT_ZONE = "development_zone", _("development zone")
    VILLAGE = "village", _("village")
    COMMUNITY = "community", _("community")


class Unit(models.Model):
    """A place, department, park, village or enterprise (单位、行政区域)."""

    kind = models.CharField(max_length=24, choices=UnitKind)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    division_code = models.CharField(max_length=12, blank=True, db_index=True)
    pinyin = models.CharField(max_length=200, blank=True, help_text=_("full spelling, no blanks"))
    initials = models.CharField(max_length=80, blank=True)
    position = models.PositiveIntegerField(default=0, help_text=_("customary order in lists"))
    fictional = models.BooleanField(default=False)
    attributes = models.JSONField(default=dict, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["position", "division_code", "id"]
        indexes = [models.Index(fields=["name"], name="unit_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def governing_unit(self) -> Unit:
        """Itself: what holds for objects that belong to a unit holds for the unit."""
        return self


class UnitAlias(models.Model):
    """Another way a unit is written, as somebody once decided (记住的答案)."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="aliases")
    within = models.ForeignKey(
        Unit, on_delete=models.CASCADE, related_name="+", help_text=_("area in which it holds")
    )
    text = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["within", "text"], name="alias_means_one_unit")
        ]

    def __str__(self) -> str:
        return f"{self.text} → {self.unit}"


class ParentLink(models.Model):
    """A dated link from a unit to the one above it (条、块)."""

    class Relation(models.TextChoices):
        TERRITORIAL = "territorial", _("territorial")
        PROFESSIONAL = "professional", _("professional")

    child = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="parent_links")
    parent = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="child_links")
    relation = models.CharField(max_length=16, choices=Relation, default=Relation.TERRITORIAL)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(child=models.F("parent")), name="no_unit_under_itself"
            ),
            models.UniqueConstraint(
                fields=["child", "relation"],
                condition=models.Q(valid_to__isnull=True),
                name="one_open_parent_per_relation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child} ⊂ {self.parent}"


class Ancestry(models.Model):
    """Closure of the open territorial links, rebuilt by one verb; a unit is its own ancestor."""

    ancestor = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="below")
    descendant = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="above")
    depth = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ancestor", "descendant"], name="ancestry_once")
        ]
        verbose_name_plural = "ancestries"

    def __str__(self) -> str:
        return f"{self.ancestor} ⊇ {self.descendant}"


class Succession(models.Model):
    """A unit that went on as another: renamed, merged or split."""

    class Kind(models.TextChoices):
        RENAMED = "renamed", _("renamed")
        MERGED = "merged", _("merged")
        SPLIT = "split", _("split")

    old = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="successions")
    new = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="precursors")
    kind = models.CharField(max_length=8, choices=Kind)
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["old", "new"], name="succession_once")]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"
