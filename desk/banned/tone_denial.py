"""Sentences that say no to what they speak of: 我们不加微信, 没有永远不坏的锅, 别扫那个码.

What they say no to are the words of the bad ones, and a few words apart the tone does not hear which is which."""

from __future__ import annotations

import re

from desk.banned.plain_speech import plainly

DENYING = 3.0
"""How much surer the tone must be of such a sentence."""
DENIES = re.compile(
    "|".join(
        (
            "我们?(?:这|这边|店|家|店里|平台)?(?:都|也|从|是|可)?(?:不|没有|没法|没办法|绝不|从不)"
            "(?:会|收|做|加|接|问|支持|能|允许|让|留|用|要|给|走|敢|卖|是|承诺|保证|贬)",
            "不(?:敢|能|会|可以|好|想)(?:保证|说|承诺|答应|这么说|打包票|跟你|把|直接给|给你|收|加|问|要|让你)",
            "(?:做|加|收|用|给|留|发|办|接|治|保)不(?:了|到|住)",
            "没(?:办法|法|人能)(?:给|加|保证|跟|做到|收|留|答应|让)|没人能",
            "(?:这个|真的|真|是)(?:不行|不可以|不能|做不到|没有|不允许)|不(?:允许|支持|接受|提供|参与)",
            "没有(?:永远|一台|一款|哪|谁|绝对|疗效|效果|治|依据|评过|做过|认证|在上面|这个流程|这样的|一辈子|内部)",
            "(?:别|不要|勿|不用)(?:扫|信|加|给|打|点|转|付|理|填|输|相信|汇|在那|开|往)",
            "都是(?:假|骗)|骗子|诈骗|假冒|冒充|自称|山寨|谨防|当心|警惕|挂掉|挂断|拉黑|报给平台|举报",
            "不是(?:我们的|我们开|我们店|药|医|说|真的|官方|最|第一|百分|那个)|没必要|就不加|不行(?:的|哦|喔|呢|啦|呀)",
        )
    )
)


def denies(sentence: str) -> bool:
    return DENIES.search(plainly(sentence).replace(" ", "")) is not None
