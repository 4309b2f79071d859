"""The sentences of messages.py: guards of the database (NC001–NC010), position checks, PostgreSQL's own error states."""

from __future__ import annotations

from .model import Text

# Code → what happened (used when the database gives no sentence; {by} {at} {row_version} from its DETAIL), what to do.
GUARDS: dict[str, tuple[Text, Text]] = {
    "NC001": (
        Text("{by} đã sửa đối tượng này lúc {at} (phiên bản {row_version}).", "{by} changed this feature at {at} (version {row_version})."),
        Text("Hãy tải lại, so sánh rồi lưu lại.", "Reload it, compare, then save again."),
    ),
    "NC002": (
        Text("Chương trình không cho biết đang sửa từ phiên bản nào.", "The program did not say which version it edited."),
        Text("Hãy sửa bằng dự án Ncovy trong QGIS.", "Edit in the Ncovy project in QGIS."),
    ),
    "NC003": (
        Text("Không dòng nào được sửa: đối tượng không còn hoặc ngoài địa bàn được giao.", "No row was changed: the feature is gone or outside your areas."),
        Text("Hãy tải lại lớp và kiểm tra địa bàn của bạn.", "Reload the layer and check your areas."),
    ),
    "NC004": (
        Text("Lệnh ghi không nằm trong một giao dịch nên không có gì được lưu.", "The write was not in a transaction, so nothing was stored."),
        Text("Hãy lưu lại.", "Save again."),
    ),
    "NC005": (
        Text(
            "Mã định danh, phiên bản và vết biên tập do máy chủ ghi, không được đổi.",
            "Identity, version and audit columns are the server's and cannot be changed.",
        ),
        Text("Hãy tải lại lớp rồi sửa lại.", "Reload the layer and edit again."),
    ),
    "NC006": (
        Text("Tài khoản của bạn không được ghi ở địa bàn này hoặc không có quyền này.", "Your account may not write in this area or lacks this right."),
        Text("Hãy nhờ người quản trị giao địa bàn hoặc quyền.", "Ask the administrator for the area or the right."),
    ),
    "NC007": (
        Text("Không được xóa đối tượng hoặc lịch sử.", "Features and history cannot be deleted."),
        Text("Hãy dùng «Gỡ bỏ»; khi được duyệt, đối tượng sẽ rời bản đồ.", "Use “Remove”; once approved, the feature leaves the map."),
    ),
    "NC008": (
        Text("Không ai được tự duyệt bản do mình soạn.", "Nobody may approve their own work."),
        Text("Hãy nhờ người khác duyệt.", "Ask somebody else to approve it."),
    ),
    "NC009": (
        Text("Đối tượng không ở trạng thái cho phép làm việc này.", "The feature is not in a state that allows this."),
        Text("Hãy tải lại để xem trạng thái hiện tại.", "Reload it to see its present state."),
    ),
    "NC010": (
        Text("Đối tượng chưa đủ điều kiện để gửi duyệt.", "The feature is not ready to be submitted."),
        Text(
            "Hãy sửa các lỗi; cảnh báo thì ghi «Lý do chấp nhận cảnh báo», hoặc chấp nhận trong «Kiểm tra dữ liệu».",
            "Mend the errors; for warnings fill “Reason for accepting warnings”, or accept them in “Check data”.",
        ),
    ),
}

# CHECKs that are no rule of the catalogue.
CHECKS: dict[str, Text] = {
    "geom__inside_province": Text("Vị trí nằm ngoài tỉnh Nghệ An; hãy kiểm tra lại tọa độ.", "The position is outside Nghệ An; check the coordinates."),
    "geom__valid": Text(
        "Ranh giới vùng bị lỗi hình học (tự cắt, hở hoặc rỗng); hãy vẽ lại chỗ lỗi.",
        "The outline is not valid (crosses itself, open or empty); redraw the wrong part.",
    ),
    "geom__min_area": Text("Vùng nhỏ hơn 200 m²; hãy vẽ lại hoặc dùng lớp Điểm phong tỏa.", "The zone is under 200 m²; redraw it or use a lockdown point."),
    "geom__not_empty": Text("Đối tượng chưa có vị trí; hãy vẽ nó trên bản đồ.", "The feature has no position; draw it on the map."),
    "commune_code__position": Text(
        "«Mã xã» không khớp với vị trí trên bản đồ; hãy sửa vị trí hoặc xóa mã để máy chủ điền.",
        "«Commune» does not fit the position; move the feature or clear the code so that the server fills it.",
    ),
}

STATES: dict[str, Text] = {
    "23514": Text(
        "Một giá trị không hợp lệ nên không có gì được lưu; hãy kiểm tra các trường vừa sửa.",
        "A value is not valid, so nothing was stored; check the fields you changed.",
    ),
    "23502": Text("Thiếu một giá trị bắt buộc; hãy điền rồi lưu lại.", "A required value is missing; fill it and save again."),
    "23503": Text("Đối tượng được chọn để liên kết không còn tồn tại; hãy chọn lại.", "The linked feature does not exist any more; choose again."),
    "23505": Text("Giá trị này đã có ở một đối tượng khác; hãy kiểm tra trùng lặp.", "Another feature already has this value; check for duplicates."),
    "42501": Text(
        "Tài khoản của bạn không có quyền làm việc này hoặc đối tượng ngoài địa bàn được giao; hãy nhờ người quản trị.",
        "Your account may not do this, or the feature is outside your areas; ask the administrator.",
    ),
    "57014": Text("Máy chủ làm quá lâu nên đã dừng; chưa có gì được lưu, hãy thử lại.", "The server took too long and stopped; nothing was stored, try again."),
    "55P03": Text(
        "Người khác đang lưu cùng đối tượng; hãy đợi vài giây rồi lưu lại.", "Somebody else is saving the same feature; wait a few seconds and save again."
    ),
    "40001": Text("Hai người lưu cùng lúc; hãy lưu lại.", "Two people saved at once; save again."),
    "40P01": Text("Hai người lưu cùng lúc; hãy lưu lại.", "Two people saved at once; save again."),
    "25006": Text("Kết nối này chỉ để đọc; hãy kết nối tới máy chủ chính.", "This connection is read-only; connect to the main server."),
    "25P03": Text("Phiên làm việc để yên quá lâu nên máy chủ đã đóng; hãy kết nối lại.", "The session was idle too long and was closed; connect again."),
    "22001": Text("Một giá trị quá dài; hãy rút ngắn.", "A value is too long; shorten it."),
    "22003": Text("Một con số quá lớn; hãy kiểm tra lại.", "A number is too large; check it."),
    "53300": Text("Máy chủ đã hết chỗ kết nối; hãy thử lại sau ít phút.", "The server has no connection left; try again in a few minutes."),
    "53100": Text("Ổ đĩa của máy chủ đã đầy; hãy báo người quản trị.", "The server's disk is full; tell the administrator."),
    "3D000": Text("Không có cơ sở dữ liệu này; hãy kiểm tra tên trong cấu hình kết nối.", "There is no such database; check its name in the connection."),
    "57P03": Text("Máy chủ đang khởi động; hãy thử lại sau ít phút.", "The server is starting; try again in a few minutes."),
}

# First two characters of a SQLSTATE.
CLASSES: dict[str, Text] = {
    "08": Text(
        "Mất kết nối tới máy chủ; các sửa đổi vẫn còn, hãy lưu lại khi có mạng.",
        "The connection was lost; your edits are kept, save again when the network is back.",
    ),
    "22": Text(
        "Một giá trị sai dạng (số, ngày hoặc hình); hãy kiểm tra các trường vừa sửa.",
        "A value has the wrong form (number, date or shape); check the fields you changed.",
    ),
    "23": STATES["23514"],
    "25": Text("Giao dịch bị ngắt nên không có gì được lưu; hãy lưu lại.", "The transaction was broken, so nothing was stored; save again."),
    "28": Text("Máy chủ không nhận tên đăng nhập hoặc mật khẩu; hãy kiểm tra cấu hình kết nối.", "The server refused the login; check the connection."),
    "40": STATES["40001"],
    "42": Text(
        "Cơ sở dữ liệu chưa khớp với phiên bản Ncovy này; hãy chạy «Nâng cấp cơ sở dữ liệu».",
        "The database does not fit this version of Ncovy; run “Upgrade database”.",
    ),
    "53": Text("Máy chủ hết tài nguyên; hãy báo người quản trị.", "The server is out of resources; tell the administrator."),
    "57": Text("Máy chủ đã ngắt phiên làm việc; các sửa đổi vẫn còn, hãy lưu lại.", "The server ended the session; your edits are kept, save again."),
}
UNKNOWN = Text(
    "Máy chủ từ chối (mã {code}); chưa có gì được lưu, hãy báo người quản trị kèm mã này.",
    "The server refused (code {code}); nothing was stored, tell the administrator this code.",
)
