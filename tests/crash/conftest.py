from tests.browser.sites import loaded_district, own_site

__all__ = ["loaded_district", "own_site"]
