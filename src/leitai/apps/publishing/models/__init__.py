from leitai.apps.publishing.models.bulletin import Bulletin, BulletinKind
from leitai.apps.publishing.models.draft import SIGNED, BulletinDraft

__all__ = ["SIGNED", "Bulletin", "BulletinDraft", "BulletinKind"]
