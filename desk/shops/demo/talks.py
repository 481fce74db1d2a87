"""What buyers and the demo shop said to each other in the weeks before: a few talks, each told many times."""

from __future__ import annotations

from desk.record import record

Pair = tuple[str, str]


@record(frozen=True, slots=True)
class Talk:
    language: str
    with_bot: tuple[Pair, ...]
    """What the buyer said, and what the bot answered."""
    topic: str = ""
    asks: str = ""
    """With which words a person was called."""
    reason: str = "asked"
    with_person: tuple[Pair, ...] = ()
    """What the person answered, and what the buyer said then."""
    farewell: str = ""
    promise: bool = False
    """The first answer of the person says by when something is done."""


STOCK = ("亚麻台灯白色的还有货吗", "白色有货，现在下单今天发出。")
LAMP = ("do you have the linen lamp in grey?", "Yes, the grey one is in stock and ships today.")
BYE, SO_LONG = "很高兴为您服务，祝您生活愉快。", "You are welcome. Enjoy your day!"

TALKS = (
    Talk("zh-CN", (STOCK,)),
    Talk("en", (LAMP,)),
    Talk("zh-CN", (STOCK, ("什么时候能发货", "每天 16 点前付款的订单当天发出。"))),
    Talk("en", (("how long does shipping take?", "Two to four working days within the country."),)),
    Talk("zh-CN", (("你们用什么快递", "我们默认发顺丰，签收前可以在订单里看到物流。"),)),
    Talk("en", (LAMP, ("and how tall is it?", "It is 42 cm tall, the shade 28 cm wide."))),
    Talk(
        "zh-CN", (STOCK,), "product_info", "灯泡要另外买吗？转人工", "asked",
        (("您好，台灯已包含一只暖光灯泡。", "可以换成白光的吗"), ("可以，下单时在备注里写白光即可。", "好的谢谢")), BYE,
    ),
    Talk(
        "zh-CN", (), "quality_issue", "收到的灯罩裂了，怎么办", "topic",
        (("很抱歉灯罩裂了，一小时内给您处理结果。", "好的，我等你"), ("已为您登记换货，今天寄出新的灯罩。", "")), BYE, True,
    ),
    Talk(
        "en", (("where is my order", "Please tell me the order number and the last four digits of your phone."),),
        "order_status", "I would like to talk to a person please", "asked",
        (("Hello, I found your parcel: it reaches you tomorrow.", "can it be left with my neighbour?"),
         ("Yes, I have told the carrier so.", "great, thank you")), SO_LONG,
    ),
    Talk(
        "en", (), "return_refund", "my parcel arrived damaged, I want a refund", "topic",
        (("I am sorry about that. I will answer within the hour.", "all right"),
         ("The return is registered; the label is in your mail.", "")), SO_LONG, True,
    ),
    Talk(
        "zh-CN", (("发票怎么开", "付款后在订单里填写抬头即可申请电子发票。"),), "invoice", "抬头填错了，找人工改一下", "asked",
        (("您好，请把正确的抬头发给我，我来修改。", "明灯贸易有限公司"), ("已经改好，电子发票稍后发到您的邮箱。", "")), BYE,
    ),
)  # fmt: skip
