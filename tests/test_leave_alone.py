"""Texts that are all body: losing body text is the worst outcome, so these come out whole."""

from __future__ import annotations

import textwrap

import pytest

from cleaner import Cleaner, Options
from tools import goldens

GENERIC = Cleaner(options=Options(site_rules=False))

POEM = """\
The sea was calm that night,
the boats lay in a row,
and nobody had lit a light
to tell us where to go.

The sea was calm that night,
and in the morning too;
the harbour, when it came in sight,
was nothing that we knew."""

RECIPE = """\
Bread for two days

Ingredients

500 g flour
10 g salt
350 ml water
a spoonful of honey

Method

Mix the flour with the salt, add the water and the honey, and knead until the dough no longer sticks to the bowl.
Leave it in a warm place for three hours, fold it twice, and let it rest once more overnight.
Bake it at 230 degrees for forty minutes; it is done when it sounds hollow."""

NOTE = "The meeting has been moved to Thursday at ten. Please bring the figures for March."

LETTER = """\
Dear Anna,

you asked how we are doing, and I am ashamed that it took me so long to write. We moved at the end of May, and your \
brother helped us carry the piano up four flights of stairs.

If you come in autumn you can have the small room over the garden. We would be glad of your help with the apples.

Yours, Martin"""

INTERVIEW = """\
How did you come to bees?
My grandfather kept them, and when he died nobody else wanted to go near the hives.
And you were not afraid?
Of course I was. You stop being afraid when you have been stung often enough to know what it is.
What would you tell somebody who wants to begin?
Start with two hives, not with one. With two you can compare."""

RUSSIAN = """\
Старая мельница простояла пустой двадцать лет, и никто в посёлке не верил, что её восстановят.
В прошлом году жители собрали подписи и отнесли их в городской совет, где их долго никто не хотел принимать.
Теперь в здании снова слышен шум воды, и по субботам сюда приезжают школьники из соседних деревень."""

CHINESE = """\
这座老磨坊已经空置了二十年，村里没有人相信它会被修复。
去年，居民们收集了签名并送到市议会，但很长时间没有人愿意接受。
现在楼里又能听到水声了，每逢星期六，邻村的小学生都会来这里参观。"""

ARABIC = """\
ظلت الطاحونة القديمة خالية عشرين عاما، ولم يكن أحد في القرية يصدق أنها سترمم.
في العام الماضي جمع السكان التوقيعات وحملوها إلى مجلس المدينة، حيث لم يرغب أحد في قبولها.
والآن يسمع صوت الماء في المبنى من جديد، ويأتي التلاميذ كل يوم سبت من القرى المجاورة."""

WHOLE = {
    "a poem with a refrain": POEM,
    "a recipe with its list of ingredients": RECIPE,
    "a note of two sentences": NOTE,
    "a letter that says we and you": LETTER,
    "an interview": INTERVIEW,
    "a short article in Russian": RUSSIAN,
    "a short article in Chinese": CHINESE,
    "a short article in Arabic": ARABIC,
    "one word": "Hello",
    "the digest of the provided documents": goldens.source("003-digest"),
}


@pytest.mark.parametrize("text", WHOLE.values(), ids=WHOLE.keys())
def test_a_text_that_is_all_body_comes_out_whole(text: str) -> None:
    assert GENERIC.clean(text).text == text


@pytest.mark.parametrize(
    "text", [RUSSIAN, LETTER, goldens.kept("001-horizon")], ids=["russian", "letter", "article"]
)
def test_wrapping_at_72_columns_loses_nothing(text: str) -> None:
    wrapped = "\n\n".join(textwrap.fill(line, 72) for line in text.split("\n") if line.strip())
    assert GENERIC.clean(wrapped).text == wrapped


@pytest.mark.parametrize("name", goldens.names())
def test_small_letters_lose_nothing_of_a_golden(name: str) -> None:
    text = goldens.kept(name).lower()
    assert GENERIC.clean(text).text == text


@pytest.mark.parametrize("name", goldens.names())
def test_a_golden_on_one_line_loses_nothing(name: str) -> None:
    text = " ".join(goldens.kept(name).split())
    assert GENERIC.clean(text).text.split() == text.split()
