"""The bodies of the historical tree: names of places as they were in 2018 and 2019, before the mergers of 2020."""

from typing import NamedTuple


class District(NamedTuple):
    """One district with some of its wards and communes."""

    kind: str  # quận, huyện
    name: str
    members: int  # who are counted at the district itself: its agencies
    places: tuple[str, ...]  # phường, xã, thị trấn with their names


HOME = "Kiến An"  # the district whose wards have branches and whose offices have accounts

DISTRICTS = (
    District(
        "quận",
        "Hồng Bàng",
        310,
        ("phường Hạ Lý", "phường Hoàng Văn Thụ", "phường Minh Khai", "phường Quán Toan", "phường Sở Dầu"),
    ),
    District(
        "quận",
        "Lê Chân",
        295,
        ("phường An Biên", "phường Cát Dài", "phường Dư Hàng Kênh", "phường Niệm Nghĩa", "phường Vĩnh Niệm"),
    ),
    District(
        "quận",
        "Ngô Quyền",
        320,
        ("phường Cầu Đất", "phường Đằng Giang", "phường Đông Khê", "phường Lạch Tray", "phường Máy Tơ"),
    ),
    District(
        "quận",
        HOME,
        240,
        (
            "phường Bắc Sơn",
            "phường Đồng Hòa",
            "phường Lãm Hà",
            "phường Nam Sơn",
            "phường Ngọc Sơn",
            "phường Phù Liễn",
            "phường Quán Trữ",
            "phường Trần Thành Ngọ",
            "phường Tràng Minh",
            "phường Văn Đẩu",
        ),
    ),
    District("quận", "Hải An", 215, ("phường Cát Bi", "phường Đằng Lâm", "phường Đông Hải 1", "phường Tràng Cát")),
    District("quận", "Đồ Sơn", 165, ("phường Bàng La", "phường Hợp Đức", "phường Ngọc Xuyên", "phường Vạn Hương")),
    District("quận", "Dương Kinh", 170, ("phường Anh Dũng", "phường Đa Phúc", "phường Hòa Nghĩa", "phường Tân Thành")),
    District(
        "huyện",
        "Thủy Nguyên",
        340,
        ("thị trấn Núi Đèo", "thị trấn Minh Đức", "xã An Lư", "xã Hoa Động", "xã Lập Lễ", "xã Tam Hưng"),
    ),
    District("huyện", "An Dương", 260, ("thị trấn An Dương", "xã An Đồng", "xã Đặng Cương", "xã Hồng Thái")),
    District("huyện", "An Lão", 230, ("thị trấn An Lão", "thị trấn Trường Sơn", "xã Chiến Thắng", "xã Mỹ Đức")),
    District("huyện", "Kiến Thụy", 235, ("thị trấn Núi Đối", "xã Đại Đồng", "xã Đoàn Xá", "xã Ngũ Đoan")),
    District("huyện", "Tiên Lãng", 245, ("thị trấn Tiên Lãng", "xã Đoàn Lập", "xã Hùng Thắng", "xã Vinh Quang")),
    District("huyện", "Vĩnh Bảo", 270, ("thị trấn Vĩnh Bảo", "xã Cổ Am", "xã Cộng Hiền", "xã Tam Đa")),
    District("huyện", "Cát Hải", 150, ("thị trấn Cát Bà", "thị trấn Cát Hải", "xã Phù Long", "xã Trân Châu")),
    District("huyện", "Bạch Long Vĩ", 60, ()),
)

AGENCIES = (
    "Ban Tổ chức Thành ủy",
    "Ban Tuyên giáo Thành ủy",
    "Văn phòng Ủy ban nhân dân thành phố",
    "Sở Giáo dục và Đào tạo",
    "Sở Giao thông vận tải",
    "Sở Kế hoạch và Đầu tư",
    "Sở Nội vụ",
    "Sở Tài chính",
    "Sở Xây dựng",
    "Sở Y tế",
)

OTHERS = (
    ("DU-KHOI-DN", "Đảng ủy Khối doanh nghiệp thành phố", "Khối doanh nghiệp", 120),
    ("DU-KKT", "Đảng ủy Khu kinh tế Hải Phòng", "Khu kinh tế", 85),
    ("DU-DHHP", "Đảng ủy Trường Đại học Hải Phòng", "Trường Đại học Hải Phòng", 410),
)

# How many branches each ward of the home district has, in the order of its wards above.
BRANCHES = (5, 4, 4, 5, 3, 4, 4, 6, 3, 4)
SCHOOL = "Chi bộ Trường Trung học phổ thông Kiến An"
