"""Texts of our own that the tests take in."""

PLAN = """ĐẢNG BỘ THÀNH PHỐ CẢNG            ĐẢNG CỘNG SẢN VIỆT NAM
THÀNH ỦY CẢNG
*
Số 91-KH/TU                       Cảng, ngày 05 tháng 7 năm 2019

KẾ HOẠCH
về học tập và triển khai nghị quyết mới

Căn cứ Nghị quyết số 45-NQ/TW, ngày 24/01/2019 của Bộ Chính trị; thực hiện Chỉ thị số 35-CT/TW của Bộ Chính trị, \
Thành ủy Cảng ban hành kế hoạch như sau.
1. Các đảng ủy trực thuộc hoàn thành việc học tập, quán triệt Nghị quyết số 45-NQ/TW trong tháng 8-2019; \
đồng chí đứng đầu cấp ủy trực tiếp truyền đạt.
2. Các đảng ủy trực thuộc gửi báo cáo kết quả về Thành ủy trước ngày 15/9/2019.
Đồng chí Lê Văn Cảng, Bí thư Thành ủy theo dõi việc thực hiện.
"""

NEWS = """Tin Khối
Khối Cảng học tập kế hoạch mới của Thành ủy trong quý III
Cập nhật lúc 08:15, Thứ Năm, 11/07/2019

Sáng 10-7, Đảng ủy Khối mở buổi học kế hoạch số 91 của Thành ủy thực hiện Nghị quyết số 45-NQ/TW của Bộ Chính trị.
"""
