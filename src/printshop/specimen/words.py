"""Dummy text: sentences of our own about type and pages, plainly no news.

All Vietnamese letters with all tones stand in them, so that a specimen shows each. What is taken
follows from what was taken before: the same specimen has the same words every time.
"""

from __future__ import annotations

MARK = "Chữ mẫu"
"""Says of a text that it is none."""

SENTENCES = (
    "Trang giấy trắng nào cũng bắt đầu bằng bốn cái lề.",
    "Lề trong hẹp quá thì chữ chui vào gáy, người đọc phải bẻ ngược cuốn sách.",
    "Cỡ chữ mười điểm vừa mắt phần đông bạn đọc, miễn là dòng không quá dài.",
    "Mỗi dòng chừng năm mươi đến bảy mươi chữ cái thì mắt lướt nhẹ mà không lạc hàng.",
    "Dấu mũ, dấu móc và dấu thanh chồng lên nhau, nên tiếng Việt cần khoảng cách dòng rộng rãi.",
    "Chữ có chân giữ cho hàng chữ thẳng, chữ không chân hợp với bảng và lời chú.",
    "Đường kẻ mảnh chia hai bài rõ hơn một khoảng trắng dè dặt.",
    "Khoảng trắng không phải chỗ bỏ phí; nó là quãng nghỉ của trang.",
    "Người dàn trang giỏi biết bớt, chứ không chỉ biết thêm.",
    "Tựa ngắn đặt cỡ lớn, tựa dài đặt cỡ vừa, tựa nào cũng phải ngắt dòng cho đúng nghĩa.",
    "Không ai để một chữ mồ côi đứng trơ trọi ở dòng cuối đoạn.",
    "Hình ngang nằm trên hai cột, hình dọc nằm gọn trong một cột.",
    "Chú thích nói điều mà tấm hình không tự nói được.",
    "Tên người chụp ghi nhỏ thôi, nhưng không được quên.",
    "Bảng số liệu canh phải theo hàng đơn vị, chữ trong bảng canh trái.",
    "Con số trong bảng đều nét, con số trong bài thì lên xuống theo chữ.",
    "Bảng dài qua trang sau phải nhắc lại hàng đầu.",
    "Khung màu nhạt chứa phần nói thêm; bỏ nó đi, bài chính vẫn đủ ý.",
    "Câu trích đặt lớn giữa trang là lời mời đọc tiếp.",
    "Cước chú ngắn gọn, cùng lắm vài dòng ở cuối.",
    "Số trang nằm ở mép ngoài, nơi ngón cái lật giấy chạm tới trước tiên.",
    "Đầu trang lẻ ghi tên chuyên mục, đầu trang chẵn ghi tên tờ báo.",
    "Mực đen phủ một trăm phần trăm thì chữ nhỏ mới sắc.",
    "Màu đỏ dùng dè sẻn sẽ mạnh hơn màu đỏ rải khắp nơi.",
    "Giấy mỏng để lộ chữ mặt sau, vì thế hàng chữ hai mặt nên trùng nhau.",
    "Lưới dòng giữ cho hai cột chữ đứng ngang nhau từ đầu đến chân trang.",
    "Hình tràn lề phải chừa thêm ba ly cho dao xén.",
    "Chữ hoa xếp chồng như Ề, Ỗ, Ữ, Ẵ, Ặ đòi hỏi dòng tựa cao thêm một chút.",
    "Dấu ngoặc kép cong mở ra rồi khép lại, không dùng dấu phẩy trên thay cho nó.",
    "Gạch nối ngắn nối hai tiếng, gạch ngang dài ngăn hai ý.",
    "Sau dấu phẩy có một khoảng trắng, trước dấu phẩy thì không.",
    "Thợ sắp chữ ngày xưa lẩy từng con chì bỏ vào khay gỗ.",
    "Khuôn chữ nguội rồi, người thợ phủi bụi và xếp lại vào ngăn.",
    "Tiếng máy in đều đều suốt đêm, sáng ra giấy còn thơm mùi mực.",
    "Tờ in thử treo lên vách để cả tổ cùng soát.",
    "Người sửa bản in dò từng dấu hỏi, dấu ngã, từng chữ i ngắn, y dài.",
    "Lỗi nhỏ mà lặp lại nhiều lần thì không còn là lỗi nhỏ nữa.",
    "Bản vẽ phác bằng bút chì cho thấy trang báo nặng bên nào.",
    "Mắt người đi từ góc trái phía trên xuống góc phải phía dưới.",
    "Hai trang đối nhau là một bức tranh, đừng dàn riêng từng trang.",
    "Đoạn đầu của bài không thụt dòng; từ đoạn hai mới thụt.",
    "Chữ nghiêng để nhấn một tiếng, chữ đậm để tìm thấy một ý.",
    "Mục lục liệt kê bài theo trang, kẻ chấm mờ dẫn mắt sang con số.",
    "Trang mở đầu một phần có thể để hình lớn và vài lời giới thiệu.",
    "Trang cuối dành cho lời ghi của nhà in và những lời cảm ơn.",
    "Một trang ảnh đẹp cần ảnh lớn, ảnh nhỏ và nhịp nghỉ giữa chúng.",
    "Ảnh toàn cảnh kéo ngang như tấm lụa, đừng cắt nó thành hình vuông.",
    "Ảnh ít điểm phóng to lên sẽ vỡ hạt, thà để nhỏ mà rõ.",
    "Chữ trắng trên nền sẫm phải đậm hơn chữ đen trên nền trắng.",
    "Cột hẹp thì chớ canh đều hai bên, kẻo khoảng trắng loang như vết nứt.",
    "Bài ngắn lấp chỗ trống dưới bài dài, như viên gạch vỡ chèn kẽ tường.",
    "Kẻ khung kỹ lưỡng, tỉ mỉ mà giữ được vẻ giản dị, ấy là tay nghề.",
    "Giấy in báo ngả vàng, giấy mỹ thuật giữ màu lâu hơn.",
    "Xén thẳng, đóng ghim chắc, chồng báo nào cũng phẳng phiu.",
    "Chữ nổi trên phiến đá cũ dạy ta về nét thanh, nét đậm.",
    "Ngòi bút tre nghiêng bốn mươi lăm độ sinh ra nét chữ có bề dày.",
    "Mỗi kiểu chữ có một giọng: giọng kể, giọng nhắc, giọng gọi to.",
    "Hai họ chữ là đủ cho một tờ báo, ba họ chữ đã phải dè chừng.",
    "Thước đo của nhà in tính bằng điểm, bảy mươi hai điểm là một inch.",
    "Gấp đôi tờ giấy lớn được bốn trang, gấp nữa thành tám trang.",
    "Thử bày những vần hiếm: ngã khuỵu, suỵt khẽ, hươu quỵ, kỳ vĩ, quỹ chữ, thủy tỵ, ủy ban.",
    "Thử bày dấu ngã: bẵng, lẫn, mẽ, lễ, vĩ, võ, đỗ, lỡ, vũ, nữ, kỹ; rồi dấu hỏi: ẩn, ẻo, ể, ỉ, "
    "ỏ, ổ, ở, ủ, ử, ỷ.",
    "Thử bày dấu nặng: lạ, nặng, cậy, nhẹ, lệ, thị, nhọ, hộ, vợ, tụ, tự, kỵ; dấu huyền: ằng, ầm, "
    "è, ề, ì, ò, ồ, ờ, ù, ừ, ỳ.",
    "Cả những chữ mượn cũng phải có chỗ: fax, jazz, watt, zero.",
)
"""Each is whole; taken in turn."""

TITLES = (
    "trang báo có lề",
    "có cột, có hàng",
    "có hình đứng cạnh chữ",
    "có khoảng trắng cho mắt nghỉ",
    "chữ lớn gọi người đọc",
    "chữ nhỏ giữ người đọc",
    "bảng biểu thẳng hàng",
    "khung nhạt, đường kẻ mảnh",
    "mỗi dấu thanh một chỗ đứng",
    "giấy tốt và mực đều",
    "dòng cuối không bỏ một chữ",
    "tay thợ quen con chữ",
    "hai trang đối nhau một nhịp",
    "số trang nằm mép ngoài",
)
"""Parts of titles, to be joined."""

SHORTEST = ("Lề", "Cột", "Khung chữ", "Dấu thanh đặt ngay ngắn trên con chữ đầu hàng")
"""Whole titles for those that are to be short, the shortest first."""

STACKED = "CHỮ GỖ SẴN ĐẶT BÊN LỀ"
"""A title in capitals with two marks each."""


class Words:
    """A reader of the pool that goes on where it stopped."""

    def __init__(self) -> None:
        self._sentence = 0
        self._title = 0

    def sentences(self, count: int) -> str:
        """So many sentences, as one text."""
        taken = []
        for _ in range(count):
            taken.append(SENTENCES[self._sentence % len(SENTENCES)])
            self._sentence += 1
        return " ".join(taken)

    def paragraphs(self, count: int, sentences: int = 3) -> list[str]:
        """So many paragraphs; some are a sentence longer or shorter."""
        return [self.sentences(max(1, sentences + (-1, 0, 1)[i % 3])) for i in range(count)]

    def upto(self, most: int | None, sentences: int, least: int = 0) -> str:
        """Sentences of no more than `most` and no fewer than `least` characters; marked."""
        text = f"{MARK}. {self.sentences(sentences)}"
        while len(text) < least:
            text += " " + self.sentences(1)
        return text if most is None else cut(text, most, least)

    def title(self, most: int, least: int = 0) -> str:
        """A title about `most` characters long, never longer; no shorter than `least`."""
        joined = ""
        for _ in TITLES:
            part = TITLES[self._title % len(TITLES)]
            longer = f"{joined}, {part}" if joined else f"{MARK}: {part}"
            if len(longer) > most:
                break
            joined = longer
            self._title += 1
        self._title += 1
        if joined and len(joined) >= least:
            return joined
        return (
            MARK if least <= len(MARK) <= most else cut(f"{MARK}: {', '.join(TITLES)}", most, least)
        )


def shortest(most: int, least: int) -> str:
    """A title as short as it may be."""
    return next((title for title in SHORTEST if least <= len(title) <= most), "") or cut(
        SHORTEST[-1], most, least
    )


def cut(text: str, most: int, least: int = 0) -> str:
    """The text's first words, no more than `most` characters, and no fewer than `least`.

    Whole sentences where that can be; a word is cut only where it must.
    """
    if len(text) <= most:
        return text
    head = text[: most + 1]
    sentence = head[: head.rfind(". ") + 1]
    if len(sentence) >= max(least, most // 2):
        return sentence
    words = head.rpartition(" ")[0].rstrip(",;:–-. ")
    return words if words and len(words) >= least else text[:most].strip()
