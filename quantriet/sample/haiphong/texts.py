"""Texts written for the sample world; each says in its own words that it is none of the real papers."""

from datetime import date, datetime
from typing import NamedTuple

from quantriet.documents.rules.facts import DocumentFacts
from quantriet.sample.haiphong.story import moment


class Paper(NamedTuple):
    """A text that an office takes in; without facts it still waits to be reviewed."""

    key: str
    unit: str
    taken_in: datetime
    facts: DocumentFacts | None
    text: str


_CITY = "Ban Thường vụ Thành ủy Hải Phòng"
_NOT_REAL = "Văn bản mẫu để dùng thử phần mềm, không phải nguyên văn của văn bản nào."

_TW6 = f"""THÀNH ỦY HẢI PHÒNG
Số 91-KH/TU
Hải Phòng, ngày 02 tháng 01 năm 2018

KẾ HOẠCH
thực hiện Nghị quyết số 18-NQ/TW
{_NOT_REAL}

Căn cứ Nghị quyết số 18-NQ/TW, ngày 25/10/2017 của Ban Chấp hành Trung ương, Ban Thường vụ Thành ủy giao nhiệm vụ:

1. Các cấp ủy trực thuộc Thành ủy tổ chức hội nghị quán triệt kế hoạch này và chương trình hành động thực hiện \
Nghị quyết số 19-NQ/TW, Nghị quyết số 20-NQ/TW, Nghị quyết số 21-NQ/TW, ngày 25/10/2017 của Ban Chấp hành Trung ương, \
hoàn thành chậm nhất ngày 31/01/2018. Đồng chí bí thư cấp ủy trực tiếp trình bày.

2. Các cấp ủy trực thuộc Thành ủy gửi báo cáo kết quả về Văn phòng Thành ủy chậm nhất ngày 28/02/2018.
"""

_DIRECTIVE = f"""THÀNH ỦY HẢI PHÒNG
Số 901-KH/TU
Hải Phòng, ngày 12 tháng 6 năm 2019

KẾ HOẠCH
quán triệt Chỉ thị số 35-CT/TW
{_NOT_REAL}

Thực hiện Chỉ thị số 35-CT/TW, ngày 30/5/2019 của Bộ Chính trị và Thông tri số 36-TT/TU, Thành ủy giao các cấp ủy \
trực thuộc những việc sau:

1. Các cấp ủy trực thuộc tổ chức hội nghị quán triệt Chỉ thị 35, hoàn thành chậm nhất ngày 28/6/2019. Đồng chí \
bí thư cấp ủy trực tiếp trình bày.

2. Các cấp ủy trực thuộc ban hành kế hoạch chuẩn bị đại hội chậm nhất ngày 05/7/2019.

3. Các cấp ủy trực thuộc gửi báo cáo kết quả quán triệt về Thành ủy chậm nhất ngày 10/7/2019.

4. Các chi bộ học tập Chỉ thị 35, hoàn thành chậm nhất ngày 16/7/2019.
"""

_RESOLUTION = f"""THÀNH ỦY HẢI PHÒNG
Số 902-KH/TU
Hải Phòng, ngày 10 tháng 7 năm 2019

KẾ HOẠCH
quán triệt, triển khai Nghị quyết số 45-NQ/TW
{_NOT_REAL}

Thực hiện Nghị quyết số 45-NQ/TW, ngày 24/01/2019 của Bộ Chính trị và Chương trình hành động số 76 của Thành ủy, sau \
hội nghị trực tuyến ngày 11/7/2019, Thành ủy giao:

1. Các cấp ủy trực thuộc gửi báo cáo nhanh việc dự hội nghị tại điểm cầu chậm nhất ngày 12/7/2019.

2. Các cấp ủy trực thuộc ban hành kế hoạch thực hiện Nghị quyết 45 chậm nhất ngày 18/7/2019.

3. Các cấp ủy trực thuộc tổ chức hội nghị quán triệt Nghị quyết 45, hoàn thành chậm nhất ngày 31/7/2019. Đồng chí bí \
thư cấp ủy trực tiếp trình bày, không giao cấp phó.

4. Các chi bộ học tập Nghị quyết 45, hoàn thành chậm nhất ngày 30/8/2019.

5. Các cấp ủy trực thuộc gửi báo cáo kết quả quán triệt, triển khai về Thành ủy chậm nhất ngày 16/9/2019.
"""

_CIRCULAR = f"""THÀNH ỦY HẢI PHÒNG
Số 903-KH/TU
Hải Phòng, ngày 11 tháng 7 năm 2019

KẾ HOẠCH
thực hiện Thông tri số 36-TT/TU
{_NOT_REAL}

Thực hiện Thông tri số 36-TT/TU của Ban Thường vụ Thành ủy:

1. Các cấp ủy trực thuộc ban hành kế hoạch đại hội điểm chậm nhất ngày 15/8/2019.

2. Các cấp ủy trực thuộc gửi báo cáo tiến độ chuẩn bị về Thành ủy chậm nhất ngày 30/9/2019.
"""

_HOME = f"""QUẬN ỦY KIẾN AN
Số 95-KH/QU
Kiến An, ngày 11 tháng 7 năm 2019

KẾ HOẠCH
tuyên truyền Nghị quyết số 45-NQ/TW ở tổ dân phố
{_NOT_REAL}

Để người dân trong quận biết và hiểu Nghị quyết số 45-NQ/TW, Quận ủy giao:

1. Các đảng ủy phường ban hành kế hoạch tuyên truyền chậm nhất ngày 19/7/2019.

2. Các đảng ủy phường gửi báo cáo kết quả tuyên truyền về Quận ủy chậm nhất ngày 09/8/2019.
"""

_NEWS = f"""Bản tin mẫu: phường Bắc Sơn bàn cách học Nghị quyết 45
Kiến An, ngày 11 tháng 7 năm 2019

Chiều 11/7, sau khi dự hội nghị trực tuyến về Nghị quyết số 45-NQ/TW, các phường của quận đã bàn cách đưa nội dung \
đến từng chi bộ. Quận ủy đề nghị mỗi đảng ủy phường tổ chức hội nghị quán triệt chậm nhất ngày 30/7/2019 và gửi báo \
cáo về Quận ủy chậm nhất ngày 06/9/2019. Chỉ thị số 35-CT/TW cũng được nhắc lại để các chi bộ học xong trong tháng \
7/2019.

{_NOT_REAL}
"""

PAPERS = (
    Paper(
        "tw6",
        "TU-HP",
        moment("2018-01-02", "15:30"),
        DocumentFacts("plan", "91", "KH/TU", _CITY, date(2018, 1, 2), "Thực hiện Nghị quyết 18-NQ/TW (văn bản mẫu)"),
        _TW6,
    ),
    Paper(
        "ct35-plan",
        "TU-HP",
        moment("2019-06-12", "08:30"),
        DocumentFacts("plan", "901", "KH/TU", _CITY, date(2019, 6, 12), "Quán triệt Chỉ thị 35-CT/TW (văn bản mẫu)"),
        _DIRECTIVE,
    ),
    Paper(
        "nq45-plan",
        "TU-HP",
        moment("2019-07-10", "13:40"),
        DocumentFacts(
            "plan", "902", "KH/TU", _CITY, date(2019, 7, 10), "Quán triệt, triển khai Nghị quyết 45-NQ/TW (văn bản mẫu)"
        ),
        _RESOLUTION,
    ),
    Paper(
        "tt36-plan",
        "TU-HP",
        moment("2019-07-11", "15:10"),
        DocumentFacts("plan", "903", "KH/TU", _CITY, date(2019, 7, 11), "Thực hiện Thông tri 36-TT/TU (văn bản mẫu)"),
        _CIRCULAR,
    ),
    Paper(
        "home-news",
        "QU-KIEN-AN",
        moment("2019-07-11", "16:00"),
        DocumentFacts(
            "plan",
            "95",
            "KH/QU",
            "Quận ủy Kiến An",
            date(2019, 7, 11),
            "Tuyên truyền Nghị quyết 45-NQ/TW ở tổ dân phố (văn bản mẫu)",
        ),
        _HOME,
    ),
    Paper("review-home", "QU-KIEN-AN", moment("2019-07-11", "17:05"), None, _NEWS),
)
