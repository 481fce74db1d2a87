"""Promises in what agents write: noticed with their time, and nothing else taken for one. It is Monday, ten o'clock; the
shop is open from Monday to Friday, nine to six."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk import promise_words, spoken
from desk.noticing import LONGEST, noticed
from desk.shop import Hours
from desk.spoken import chinese, english

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEKDAYS = Hours(SHANGHAI, {day: ((time(9), time(18)),) for day in range(5)})
MONDAY_TEN = datetime(2026, 11, 23, 10, tzinfo=SHANGHAI)

# fmt: off
PROMISES = [
    ("这个问题我需要和同事核实，1个工作日内给您明确答复，方便留一下联系电话吗？", "Tue 24 18:00", "answer"),
    ("我明天给您回电，您下午方便接电话吗？", "Tue 24 18:00", "call"),
    ("I have asked the warehouse to hurry and will give you a firm date before the end of today.", "Mon 23 18:00", "answer"),
    ("I'll reply by the end of tomorrow", "Tue 24 18:00", "answer"),
    ("I'll call you at 5 pm today, what number should I use?", "Mon 23 17:00", "call"),
    ('3个工作日内回复您', 'Thu 26 18:00', 'answer'),
    ('亲，我们会在1-3个工作日内与您联系', 'Thu 26 18:00', 'answer'),
    ('明天上午给您答复', 'Tue 24 12:00', 'answer'),
    ('今天下班前', 'Mon 23 18:00', 'answer'),
    ('今天下班前给您回复哦', 'Mon 23 18:00', 'answer'),
    ('好的，我去问一下仓库，今天下班前告诉您结果', 'Mon 23 18:00', 'answer'),
    ('最晚明天上午，一定给您答复', 'Tue 24 12:00', 'answer'),
    ('我24小时内回复您', 'Tue 24 10:00', 'answer'),
    ('24小时內回覆您', 'Tue 24 10:00', 'answer'),
    ('三個工作天內回覆您', 'Thu 26 18:00', 'answer'),
    ('明天下午3点前给您打电话', 'Tue 24 15:00', 'call'),
    ('下周一给您处理', 'Mon 30 18:00', 'do'),
    ('我们下周三之前给您退款', 'Wed 02 18:00', 'refund'),
    ('今晚8点前给您发货', 'Mon 23 20:00', 'ship'),
    ('我马上核实，10分钟后回复您', 'Mon 23 10:10', 'answer'),
    ('半小时内给您答复', 'Mon 23 10:30', 'answer'),
    ('一个半小时内回您', 'Mon 23 11:30', 'answer'),
    ('给我10分钟，我查一下', 'Mon 23 10:10', 'check'),
    ('请您稍等，明天上午给您答复', 'Tue 24 12:00', 'answer'),
    ('请放心，周五前一定给您处理好', 'Fri 27 18:00', 'do'),
    ('月底前给您补发', 'Mon 30 18:00', 'ship'),
    ('12月3日前给您开发票', 'Thu 03 18:00', 'do'),
    ('我明天中午帮您查', 'Tue 24 13:00', 'check'),
    ('稍等 我查一下 明天回复您', 'Tue 24 18:00', 'answer'),
    ('已经帮您催了，明天上午给您答复', 'Tue 24 12:00', 'answer'),
    ('仓库同事今天18:00前会联系您', 'Mon 23 18:00', 'answer'),
    ('我们会尽快处理，最迟后天给您结果', 'Wed 25 18:00', 'answer'),
    ('核实后会在今天18点前回复您', 'Mon 23 18:00', 'answer'),
    ('两小时内给您准信', 'Mon 23 12:00', 'answer'),
    ('明早给您回电', 'Tue 24 12:00', 'call'),
    ('本周五前给您答复', 'Fri 27 18:00', 'answer'),
    ('下礼拜一聯絡您', 'Mon 30 18:00', 'answer'),
    ('會在兩個工作日內致電給您', 'Wed 25 18:00', 'call'),
    ('您的问题已登记，48小时内专员会联系您', 'Wed 25 10:00', 'answer'),
    ('今天六点半之前给您回复', 'Mon 23 18:30', 'answer'),
    ('1-2天内给您补发', 'Wed 25 10:00', 'ship'),
    ('退款24小时内退给您', 'Tue 24 10:00', 'refund'),
    ('这周内给您处理好', 'Fri 27 18:00', 'do'),
    ('我争取今天下班前给您答复', 'Mon 23 18:00', 'answer'),
    ('今日內為您處理', 'Mon 23 18:00', 'do'),
    ("I'll check by 6 pm", 'Mon 23 18:00', 'check'),
    ('we will get back to you within 24 hours', 'Tue 24 10:00', 'answer'),
    ("I'll let you know by tomorrow noon", 'Tue 24 12:00', 'answer'),
    ('by tomorrow noon', 'Tue 24 12:00', 'answer'),
    ("We'll refund you next Monday", 'Mon 30 18:00', 'refund'),
    ('I will call you tomorrow morning.', 'Tue 24 12:00', 'call'),
    ('Let me check with the warehouse and get back to you by 5pm today.', 'Mon 23 17:00', 'answer'),
    ("You'll hear from us by Friday.", 'Fri 27 18:00', 'answer'),
    ('You will have an answer within two working days.', 'Wed 25 18:00', 'answer'),
    ('Your refund will be processed within 3 business days.', 'Thu 26 18:00', 'do'),
    ('Our team will contact you in 2-3 working days', 'Thu 26 18:00', 'answer'),
    ('A colleague will call you back within the hour.', 'Mon 23 11:00', 'call'),
    ("I'll get back to you in half an hour", 'Mon 23 10:30', 'answer'),
    ("I'm going to look into it and will let you know by the end of the day.", 'Mon 23 18:00', 'answer'),
    ("I'll look into it, by 6 pm at the latest.", 'Mon 23 18:00', 'check'),
    ("Give me 10 minutes, I'll check", 'Mon 23 10:10', 'check'),
    ('We will ship the replacement on Wednesday.', 'Wed 25 18:00', 'ship'),
    ("We'll get back to you by COB Thursday", 'Thu 26 18:00', 'answer'),
    ("I'll email you at 3 o'clock", 'Mon 23 15:00', 'answer'),
    ("I'll reply by 6.", 'Mon 23 18:00', 'answer'),
    ("I'll have it fixed by the end of next week", 'Fri 04 18:00', 'do'),
    ('We can get back to you by 18:00.', 'Mon 23 18:00', 'answer'),
    ('I promise to call you on 3 December', 'Thu 03 18:00', 'call'),
    ("I'll let you know by 6pm if they can ship today", 'Mon 23 18:00', 'answer'),
    ('Someone from our finance team will refund you within 48 hours', 'Wed 25 10:00', 'refund'),
    ('Will get back to you by 4:30 pm.', 'Mon 23 16:30', 'answer'),
    ("We'll answer you this afternoon", 'Mon 23 18:00', 'answer'),
    ("I'll tell you tomorrow whether it is in stock", 'Tue 24 18:00', 'answer'),
    ("Thanks for waiting. I'll check the stock and write to you tonight.", 'Mon 23 22:00', 'answer'),
    ('We aim to reply within one working day', 'Tue 24 18:00', 'answer'),
    ('您要的款式明天给您发货', 'Tue 24 18:00', 'ship'),
    ('给您先安排今天下午发出', 'Mon 23 18:00', 'ship'),
    ('帮您确认库存，今天18点前告诉您', 'Mon 23 18:00', 'answer'),
    ('您的退款申请明天上午给您处理', 'Tue 24 12:00', 'refund'),
    ('您申请的退款24小时内给您退', 'Tue 24 10:00', 'refund'),
    ('今天帮您催一下快递', 'Mon 23 18:00', 'check'),
    ('我明天联系仓库给您补发', 'Tue 24 18:00', 'ship'),
    ('您好，财务会在本周内给您打款', 'Fri 27 18:00', 'refund'),
    ('这边帮您登记了，周三下午给您回电哈', 'Wed 25 18:00', 'call'),
    ('亲亲，明天中午12点前一定给您个说法呢', 'Tue 24 12:00', 'answer'),
    ("I'll have an answer for you tomorrow at 10.", 'Tue 24 10:00', 'answer'),
    ('We are going to replace it this week.', 'Fri 27 18:00', 'ship'),
    ("Let me ask our warehouse; you'll have the answer by 5 p.m. today.", 'Mon 23 17:00', 'answer'),
    ("I'll get back to you in a day or two", 'Wed 25 10:00', 'answer'),
    ('I will follow up on Thursday at 9:30 am', 'Thu 26 09:30', 'answer'),
    ("Sorry about that! I'll sort this out before the end of the day.", 'Mon 23 18:00', 'do'),
    ("You'll get your money back by Friday", 'Fri 27 18:00', 'refund'),
    ('We will get this resolved within the next 24 hrs', 'Tue 24 10:00', 'do'),
    ("I'll write before Friday", 'Thu 26 18:00', 'answer'),
    ("I'll come back to you first thing tomorrow", 'Tue 24 12:00', 'answer'),
    ('Rest assured, our manager will call you at 2 pm tomorrow.', 'Tue 24 14:00', 'call'),
    ('Expect a reply from us by Monday', 'Mon 30 18:00', 'answer'),
    ('I will personally make sure it ships on Monday.', 'Mon 30 18:00', 'do'),
    ('好的亲，今天晚上八点之前给您一个准确的答复', 'Mon 23 20:00', 'answer'),
    ('您好，这边已经登记了，1个工作日内会有专员跟您电话联系', 'Tue 24 18:00', 'call'),
    ('亲，我去跟仓库核实下，半小时后回复您哈', 'Mon 23 10:30', 'answer'),
    ('下午四点前帮您查清楚', 'Mon 23 16:00', 'check'),
    ('周末前给您处理完', 'Fri 27 18:00', 'do'),
    ('我们主管明天会亲自联系您', 'Tue 24 18:00', 'answer'),
    ('不好意思让您久等了，我最晚下午5点给您回复', 'Mon 23 17:00', 'answer'),
    ('3天内一定给您一个满意的答复', 'Thu 26 10:00', 'answer'),
    ('您先别着急，我下午2点前给您消息', 'Mon 23 14:00', 'answer'),
    ('财务那边明天上班后给您退', 'Tue 24 18:00', 'refund'),
    ('今天之内帮您安排好', 'Mon 23 18:00', 'do'),
    ('明天10:30之前给您打款', 'Tue 24 10:30', 'refund'),
    ('24h内回复您', 'Tue 24 10:00', 'answer'),
    ('我争取明天给您准信儿', 'Tue 24 18:00', 'answer'),
    ('请放心，我们会在24小时之内解决您的问题', 'Tue 24 10:00', 'do'),
    ('稍后会有工作人员在30分钟内联系您', 'Mon 23 10:30', 'answer'),
    ('本月底之前给您开好发票', 'Mon 30 18:00', 'do'),
    ('我星期五回复你', 'Fri 27 18:00', 'answer'),
    ('我会在1小时之内核实清楚再联系您的', 'Mon 23 11:00', 'answer'),
    ('We will email you the invoice by tomorrow.', 'Tue 24 18:00', 'answer'),
    ("I'll chase the courier and update you by 4pm.", 'Mon 23 16:00', 'answer'),
    ('You can expect a reply within 2 business days.', 'Wed 25 18:00', 'answer'),
    ('Our support team will be in touch within one business day.', 'Tue 24 18:00', 'answer'),
    ("I'll personally look into this and get back to you no later than Thursday.", 'Thu 26 18:00', 'answer'),
    ("We'll have it sorted by Tuesday.", 'Tue 24 18:00', 'do'),
    ('I will get back to you in an hour.', 'Mon 23 11:00', 'answer'),
    ("I'm going to speak to my manager now and will call you in 15 minutes.", 'Mon 23 10:15', 'call'),
    ('We shall reply on Monday morning.', 'Mon 30 12:00', 'answer'),
    ("I'll send you the tracking number later today.", 'Mon 23 18:00', 'ship'),
    ("Ok, I'll ask them and tell you tomorrow.", 'Tue 24 18:00', 'answer'),
    ('I will try to get an answer for you by tonight', 'Mon 23 22:00', 'answer'),
    ("We'll respond by 5 pm on Friday, 27 November.", 'Fri 27 17:00', 'answer'),
    ("We'll process your refund today", 'Mon 23 18:00', 'refund'),
    ("I'll do it by tomorrow", 'Tue 24 18:00', 'do'),
]

NONE = [
    "明天上午给您答复，可以吗？",
    "明天上午给您答复可以吗",
    "I'll check by 6 pm, ok?",
    "I'll call tomorrow at 3, is it ok?",
    "Can you wait, I'll check by 6 pm?",
    '请您明天上午联系我们',
    '请在7天内寄回',
    '您需要在24小时内付款',
    '您可以明天再来问',
    '记得在18点前付款哦',
    '麻烦您今天18点前把照片发给我',
    '快递预计明天送达',
    '预计3天内送到',
    '包裹明天上午会派送',
    '快递员明天上午会联系您',
    '顺丰今天下午会打电话给您',
    '我们昨天已经回复您了',
    '已于今天上午为您退款',
    '今天上午给您发货了',
    '刚才10点给您打过电话',
    '明天上午给您答复可以吗？',
    '您今天下午方便吗',
    '您明天什么时候有空接电话？',
    '如果明天还没收到，我们会联系您',
    '收到退货后3个工作日内退款',
    '您寄回后我们24小时内处理',
    '要是明天没有消息的话我给您催',
    '一般3个工作日内回复',
    '本店48小时内发货',
    '优惠券24小时内有效',
    '活动今天18点前结束',
    '我们给您申请的优惠券24小时内有效',
    '过几天给您答复',
    '稍后回复您',
    '马上为您处理',
    '我们的客服时间是9点到18点，会及时回复您',
    '今天可能没法回复您',
    '24小时客服在线',
    '签收7天内支持退换',
    '银行会在3个工作日内退款',
    '厂家下周一发货给我们',
    '仓库明天会回复我',
    '这款下周一到货',
    '今天的订单我帮您看到了',
    '支付后24小时内可以申请退款',
    '您说我们3天内回复',
    '3天前我们回复过您',
    '明天下午3点有直播',
    '我明天休息',
    '下单满100减10，明天截止',
    '保修12个月',
    '请您今天下班前确认收货',
    '周一到周五9点上班',
    '到货后第一时间通知您',
    '平台会在24小时内审核您的申请',
    '这个有两点要说明',
    'Please send us the photo by 6 pm.',
    'You have to return it within 7 days',
    'You can return it within 30 days.',
    'The parcel should arrive by tomorrow noon',
    'It will be delivered tomorrow',
    'The courier will call you tomorrow morning',
    'Your parcel will be delivered by 6 pm',
    'I checked at 6 pm',
    'We got back to you yesterday',
    'It was sent on Monday',
    'I replied within 24 hours.',
    'Will you be home by 6 pm?',
    'Can I call you tomorrow at 3 pm?',
    'Shall I check by 6 pm?',
    'If it has not arrived by Friday, we will refund you',
    'We will refund you within 3 days once we receive the parcel',
    "I'll refund you within 24 hours if you send the photo",
    'Unless you reply by Monday, we will close the case',
    'We usually reply within 24 hours',
    'The coupon is valid until tomorrow noon',
    'The sale ends tomorrow at 6 pm',
    "We're open until 9 pm",
    'We will be closed tomorrow',
    "I'll get back to you soon",
    'We will reply as soon as possible',
    'Let me know by 6 pm',
    'Please let me know by 6 pm.',
    "I can't check by 6 pm",
    "I won't be able to reply today",
    'We will not ship today',
    'You said we would reply by 6 pm',
    'We might reply tomorrow',
    "Maybe we'll refund you on Monday",
    'Your bank will refund you within 5 days',
    'The supplier will send it to us next week',
    'It will be back in stock next Monday',
    'Our office is closed Monday to Friday',
    'Good morning, how can I help?',
    "I'll be here until 6 pm",
    'Have a nice day',
    'The warranty is 12 months',
    "I sat on Monday's chair",
    'Two minutes ago I replied',
    'As soon as it arrives we will send it tomorrow',
    'PayPal will credit the money within 2 days',
    'When you pay by 6 pm we ship today',
    "You'll get a call from the courier tomorrow",
    "We'll let you know when it is back in stock next week",
    'I told you I replied by 6 pm',
    '今天给您发的货是明天到',
    '明天发货的订单会有短信',
    '客服电话9点到18点',
    '我们这边24小时营业',
    '早上好，请问有什么可以帮您',
    '您好，这款今天有货',
    '这个颜色3天前就没有了',
    '退款需要3个工作日到账',
    '双十一期间发货时间延长3天',
    "Today's offers end at midnight",
    'Delivery takes 3-5 days',
    'I have sent it today',
    'The order was placed on 3 May',
    'Order 1007 ships within 2 days of payment',
    'Our phone is 555 by 6',
    '您可以在24小时内联系我们',
    '如需帮助，请在9:00-18:00联系客服',
    '商品签收后7天内可退换',
    '快递一般2-3天送达',
    '您上午10点下的单已经发货了',
    '亲，活动到今晚12点结束哦，请尽快下单',
    '请您3天内把商品寄回来，我们收到后给您退款',
    '不能保证明天能到',
    '仓库下午3点截单',
    '我昨天下午已经给您回复过了',
    '今天的快递已经收走了，您的要明天才能发出',
    '店铺优惠明天上午10点开始',
    '明天有什么可以帮您的再联系我',
    '客服每天9点到21点在线',
    '您能等到明天吗',
    '等您明天回复',
    '这款预售，12月3日发货',
    '麻烦您下午3点给我回电话',
    '顺丰说明天会联系您',
    '明天是周末，仓库不发货',
    'Kindly reply by tomorrow.',
    'Could you call us back tomorrow at 10?',
    'You should receive it within 3-5 business days.',
    'DHL will contact you tomorrow.',
    'Orders placed before 3 pm ship today.',
    'If you order today, we ship tomorrow.',
    'Refunds normally take 5 working days.',
    'I called you at 3 pm today.',
    'We were closed on Monday.',
    'The offer is valid for 24 hours.',
    'I was told it would ship on Friday.',
    'Do you want me to call you at 5 pm?',
    'Return the item within 14 days and we will refund you.',
    'The driver will ring the bell between 2 and 4 pm.',
    'No one will call you today.',
    'I have already refunded you today.',
    'You need to call the bank within 24 hours.',
]
# fmt: on


@pytest.mark.parametrize("text, due, about", PROMISES)
def test_a_promise_is_noticed_with_its_time(text: str, due: str, about: str) -> None:
    found = noticed(text, MONDAY_TEN, WEEKDAYS)
    assert found is not None
    assert (f"{found.due_at.astimezone(SHANGHAI):%a %d %H:%M}", found.about) == (due, about)


@pytest.mark.parametrize("text", NONE)
def test_this_is_no_promise(text: str) -> None:
    assert noticed(text, MONDAY_TEN, WEEKDAYS) is None


@pytest.mark.parametrize(
    "text, words",
    [
        ("好的，我查一下，明天上午给您答复。谢谢", "明天上午给您答复"),
        ("Sorry! I'll check by 6 pm, Mina.", "check by 6 pm"),
        ("ＯＫ，２４小時內回覆您", "２４小時內回覆"),
        ("您好\u200b，今\u200b天18:00前会联系您", "今\u200b天18:00前会联系"),
    ],
)
def test_the_words_stand_where_they_were_written(text: str, words: str) -> None:
    found = noticed(text, MONDAY_TEN, WEEKDAYS)
    assert found is not None and text[found.start : found.end] == words


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    "now, text, due",
    [
        # Friday evening: working days begin on Monday, hours go on through the weekend.
        (at(27, 17), "1个工作日内回复您", at(30, 18)),
        (at(27, 17), "24小时内回复您", at(28, 17)),
        (at(27, 19), "今天下班前回复您", at(28, 0)),
        (at(27, 19), "I'll reply by the end of the day", at(28, 0)),
        (at(27, 19), "下班前回复您", at(29, 0)),
        (at(29, 11), "我们两个工作日内联系您", datetime(2026, 12, 1, 18, tzinfo=SHANGHAI)),
        # An hour without a half of the day is the next at which somebody is there.
        (at(23, 10), "I'll call you at 3", at(23, 15)),
        (at(23, 10), "I'll call you at 9", at(23, 21)),
        (at(23, 16), "3点前回复您", at(24, 15)),
        (at(23, 16), "明天9点给您电话联系", at(24, 9)),
        (at(23, 16), "上午给您答复", at(24, 12)),
        # A Monday said on a Monday is the next.
        (at(23, 10), "I'll write to you on Monday", at(30, 18)),
        (at(23, 10), "这周一18点前回复您", at(23, 18)),
        (at(25, 10), "before Friday I'll write to you", at(26, 18)),
        # Days that are there no more, or never were.
        (at(23, 10), "我2月30日给您答复", None),
        (at(23, 10), "今天9点前回复您", at(23, 21)),
        (at(23, 10), "今天上午9:00前回复您", None),
        (at(23, 10), "我们365天内给您答复", None),
        (
            datetime(2026, 12, 30, 10, tzinfo=SHANGHAI),
            "我1月5日前给您答复",
            datetime(2027, 1, 5, 18, tzinfo=SHANGHAI),
        ),
    ],
)
def test_the_time_is_the_latest_that_keeps_the_word(now: datetime, text: str, due: datetime | None) -> None:
    found = noticed(text, now, WEEKDAYS)
    assert (found.due_at if found else None) == due


def test_a_day_is_the_shops_day_and_not_the_servers() -> None:
    """At 23:30 in Shanghai it is still Monday afternoon in London."""
    late = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)
    found = noticed("明天上午给您答复", late, WEEKDAYS)
    assert found is not None and found.due_at == at(24, 12)


def test_where_nobody_ever_opens_every_day_is_a_working_day() -> None:
    found = noticed("3个工作日内回复您", MONDAY_TEN, Hours(SHANGHAI, {}))
    assert found is not None and found.due_at == at(27, 0)


def test_an_hour_that_the_clocks_skip_is_still_later_than_now() -> None:
    """In Berlin there was no half past two on 29 March 2026."""
    berlin = Hours(ZoneInfo("Europe/Berlin"))
    now = datetime(2026, 3, 29, 0, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    found = noticed("I'll call you at 2:30 am", now, berlin)
    assert found is not None and found.due_at > now


PIECES = st.sampled_from(
    [
        "明天",
        "后天",
        "上午",
        "3点",
        "下班前",
        "24小时内",
        "回复您",
        "我们",
        "给您",
        "请",
        "如果",
        "吗",
        "，",
        "。",
        "？",
        ",",
        ".",
        "?",
        "\n",
        "i'll",
        "we",
        "will",
        "check",
        "by",
        "6",
        "pm",
        "within",
        "24",
        "hours",
        "tomorrow",
        "next",
        "monday",
        "you",
        "if",
        "please",
        "1",
        "10",
        ":",
        "-",
        "号",
        "月",
        "日",
        "周",
        "一",
        "半",
        "不",
        "已",
        "会",
        "can't",
        "let",
        "me",
        "get",
        "back",
        "to",
        "you",
    ]
)
ANYTHING = st.text(max_size=LONGEST)
NEARLY = st.lists(PIECES, max_size=60).map("".join) | st.lists(PIECES, max_size=60).map(" ".join)
WHEN = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.sampled_from([UTC, SHANGHAI]))


@settings(max_examples=500)
@given(ANYTHING | NEARLY, WHEN)
def test_whatever_is_written_the_time_is_ahead_and_the_words_are_in_the_text(
    text: str, now: datetime
) -> None:
    found = noticed(text, now, WEEKDAYS)
    if found is not None:
        assert now < found.due_at <= now + timedelta(days=100)
        assert 0 <= found.start < found.end <= len(text)


PATTERNS = {
    f"{module.__name__}.{name}": value.pattern
    for module in (promise_words, spoken, chinese, english)
    for name, value in vars(module).items()
    if isinstance(value, re.Pattern)
}


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
def test_no_pattern_looks_back_and_back_again(pattern: str) -> None:
    """Nothing is repeated without end that is itself a repetition: a text costs its length (`shopdesk bench noticing`)."""

    def endless(parsed: Any, within: bool = False) -> bool:
        for operation, argument in parsed:
            repeats = operation in (re._constants.MAX_REPEAT, re._constants.MIN_REPEAT)
            unbounded = repeats and argument[1] == re._constants.MAXREPEAT
            if within and repeats:
                return True
            for part in argument if isinstance(argument, (list, tuple)) else [argument]:
                parts = part if isinstance(part, list) else [part]
                for one in parts:
                    if isinstance(one, re._parser.SubPattern) and endless(one, within or unbounded):
                        return True
        return False

    assert len(PATTERNS) > 25
    assert not endless(re._parser.parse(pattern, re.VERBOSE if "\n" in pattern else 0))
