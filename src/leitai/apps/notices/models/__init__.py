from leitai.apps.notices.models.delivery import Channel, Delivery
from leitai.apps.notices.models.notice import Notice
from leitai.apps.notices.models.wishes import Chat, Wishes

__all__ = ["Channel", "Chat", "Delivery", "Notice", "Wishes"]
