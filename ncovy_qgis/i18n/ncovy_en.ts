<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="vi">
<context>
    <name>Ncovy</name>
    <message>
        <source>chưa có bảng này hoặc bạn không có quyền xem; hãy dùng «Kiểm tra kết nối».</source>
        <translation>the table does not exist or you may not read it; use “Check connection”.</translation>
    </message>
    <message>
        <source>Gỡ bỏ khỏi bản đồ</source>
        <translation>Remove from the map</translation>
    </message>
    <message>
        <source>Xã, phường</source>
        <translation>Communes and wards</translation>
    </message>
    <message>
        <source>Huyện, thành, thị</source>
        <translation>Districts, cities and towns</translation>
    </message>
    <message>
        <source>Không mở được «{what}»: {why}</source>
        <translation>Cannot open “{what}”: {why}</translation>
    </message>
    <message>
        <source>Bản đồ Covid-19 tỉnh Nghệ An</source>
        <translation>Covid-19 map of Nghệ An province</translation>
    </message>
    <message>
        <source>Phong tỏa</source>
        <translation>Lockdown</translation>
    </message>
    <message>
        <source>Chốt</source>
        <translation>Checkpoints</translation>
    </message>
    <message>
        <source>Y tế</source>
        <translation>Health</translation>
    </message>
    <message>
        <source>Dịch vụ</source>
        <translation>Services</translation>
    </message>
    <message>
        <source>Nền</source>
        <translation>Background</translation>
    </message>
    <message>
        <source>Lỗi ngoài dự kiến ({kind}); chưa có gì được lưu.</source>
        <translation>Unexpected error ({kind}); nothing was stored.</translation>
    </message>
    <message>
        <source>Kết nối…</source>
        <translation>Connect…</translation>
    </message>
    <message>
        <source>Mở bản đồ</source>
        <translation>Open map</translation>
    </message>
    <message>
        <source>Kiểm tra kết nối</source>
        <translation>Check connection</translation>
    </message>
    <message>
        <source>Lưu tất cả</source>
        <translation>Save all</translation>
    </message>
    <message>
        <source>Gỡ bỏ…</source>
        <translation>Remove…</translation>
    </message>
    <message>
        <source>Kiểm tra dữ liệu</source>
        <translation>Check data</translation>
    </message>
    <message>
        <source>Gửi duyệt</source>
        <translation>Submit for review</translation>
    </message>
    <message>
        <source>Phát hành…</source>
        <translation>Publish…</translation>
    </message>
    <message>
        <source>Giới thiệu</source>
        <translation>About</translation>
    </message>
    <message>
        <source>Phát hiện</source>
        <translation>Findings</translation>
    </message>
    <message>
        <source>Số lỗi</source>
        <translation>Number of errors</translation>
    </message>
    <message>
        <source>Số cảnh báo</source>
        <translation>Number of warnings</translation>
    </message>
    <message>
        <source>Dịch vụ kết nối (pg_service)</source>
        <translation>Connection service (pg_service)</translation>
    </message>
    <message>
        <source>Phát hành bản đồ công khai</source>
        <translation>Publish the public map</translation>
    </message>
    <message>
        <source>Thư mục trang công khai</source>
        <translation>Folder of the public site</translation>
    </message>
    <message>
        <source>Mã bản phát hành</source>
        <translation>Release</translation>
    </message>
    <message>
        <source>Số đối tượng</source>
        <translation>Number of features</translation>
    </message>
    <message>
        <source>Không có gì thay đổi; giữ bản phát hành {id}.</source>
        <translation>Nothing has changed; release {id} stays.</translation>
    </message>
    <message>
        <source>Nâng cấp cơ sở dữ liệu</source>
        <translation>Upgrade the database</translation>
    </message>
    <message>
        <source>Tạo hoặc bổ sung bảng, quyền và hàm mà phiên bản này cần. Chạy lại không đổi gì thêm.</source>
        <translation>Makes or completes the tables, rights and functions this version needs. A second run changes nothing.</translation>
    </message>
    <message>
        <source>Chỉ xem, không thay đổi</source>
        <translation>Look only, change nothing</translation>
    </message>
    <message>
        <source>Số thay đổi</source>
        <translation>Number of changes</translation>
    </message>
    <message>
        <source>Cơ sở dữ liệu đã đúng phiên bản; không có gì thay đổi.</source>
        <translation>The database is up to date; nothing was changed.</translation>
    </message>
    <message>
        <source>Dự án QGIS của dữ liệu công khai</source>
        <translation>QGIS project of the public data</translation>
    </message>
    <message>
        <source>Thư mục hoặc địa chỉ (https://…) của trang công khai</source>
        <translation>Folder or address (https://…) of the public site</translation>
    </message>
    <message>
        <source>Tệp dự án</source>
        <translation>Project file</translation>
    </message>
    <message>
        <source>Số lớp</source>
        <translation>Number of layers</translation>
    </message>
    <message>
        <source>không có dữ liệu công khai ở đó</source>
        <translation>there is no public data there</translation>
    </message>
    <message>
        <source>Kiểm chứng trang công khai</source>
        <translation>Verify the public site</translation>
    </message>
    <message>
        <source>{count} sai lệch; trang không đúng như bản kê.</source>
        <translation>{count} problems; the site is not what its manifest says.</translation>
    </message>
    <message>
        <source>Trang đúng như bản kê.</source>
        <translation>The site is what its manifest says.</translation>
    </message>
    <message>
        <source>Số sai lệch</source>
        <translation>Number of problems</translation>
    </message>
    <message>
        <source>Ncovy {version}

Nhập liệu, kiểm duyệt và công bố bản đồ Covid-19 của tỉnh ngay trong QGIS.
Danh mục {catalogue}: {count} lớp.

Giấy phép GPL-2.0-or-later.</source>
        <translation>Ncovy {version}

Edit, review and publish the Covid-19 map of the province in QGIS.
Catalogue {catalogue}: {count} layers.

Licence GPL-2.0-or-later.</translation>
    </message>
    <message>
        <source>Giới thiệu Ncovy</source>
        <translation>About Ncovy</translation>
    </message>
    <message>
        <source>Đang kiểm tra…</source>
        <translation>Checking…</translation>
    </message>
    <message>
        <source>Đóng</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>Kiểm tra lại</source>
        <translation>Check again</translation>
    </message>
    <message>
        <source>Lỗi</source>
        <translation>Error</translation>
    </message>
    <message>
        <source>Cảnh báo</source>
        <translation>Warning</translation>
    </message>
    <message>
        <source>Lớp</source>
        <translation>Layer</translation>
    </message>
    <message>
        <source>Tên</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Trường</source>
        <translation>Field</translation>
    </message>
    <message>
        <source>Nội dung</source>
        <translation>Finding</translation>
    </message>
    <message>
        <source>Đang thử kết nối…</source>
        <translation>Trying to connect…</translation>
    </message>
    <message>
        <source>Kết nối cơ sở dữ liệu</source>
        <translation>Connect to the database</translation>
    </message>
    <message>
        <source>Kết nối</source>
        <translation>Connect</translation>
    </message>
    <message>
        <source>Hủy</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Dịch vụ trong tệp pg_service.conf</source>
        <translation>A service of the file pg_service.conf</translation>
    </message>
    <message>
        <source>Tài khoản lưu trong QGIS</source>
        <translation>An account kept by QGIS</translation>
    </message>
    <message>
        <source>Tài khoản</source>
        <translation>Account</translation>
    </message>
    <message>
        <source>Máy chủ</source>
        <translation>Host</translation>
    </message>
    <message>
        <source>Cổng</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>Cơ sở dữ liệu</source>
        <translation>Database</translation>
    </message>
    <message>
        <source>Thử kết nối</source>
        <translation>Test connection</translation>
    </message>
    <message>
        <source>Kết nối được, người dùng «{person}».</source>
        <translation>Connected as “{person}”.</translation>
    </message>
    <message>
        <source>Đang sửa…</source>
        <translation>Mending…</translation>
    </message>
    <message>
        <source>Đã xong.</source>
        <translation>Done.</translation>
    </message>
    <message>
        <source>Sửa</source>
        <translation>Mend</translation>
    </message>
    <message>
        <source>Chưa lưu: {reason}</source>
        <translation>Not saved: {reason}</translation>
    </message>
    <message>
        <source>Phát hành</source>
        <translation>Publish</translation>
    </message>
    <message>
        <source>Dừng</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>Chỉ những đối tượng đã duyệt và các trường công khai được phát hành.</source>
        <translation>Only approved features and public fields are released.</translation>
    </message>
    <message>
        <source>Đã phát hành bản {id}: {count} đối tượng.</source>
        <translation>Released {id}: {count} features.</translation>
    </message>
    <message>
        <source>Không có gì thay đổi; bản {id} vẫn là bản hiện hành ({count} đối tượng).</source>
        <translation>Nothing has changed; {id} stays the current release ({count} features).</translation>
    </message>
    <message>
        <source>Hãy chọn thư mục của trang công khai.</source>
        <translation>Choose the folder of the public site.</translation>
    </message>
    <message>
        <source>Đang lưu vào cơ sở dữ liệu…</source>
        <translation>Saving to the database…</translation>
    </message>
    <message>
        <source>Không có sửa đổi nào cần lưu.</source>
        <translation>There is nothing to save.</translation>
    </message>
    <message>
        <source>Hãy chọn đối tượng cần gỡ bỏ trong một lớp Ncovy.</source>
        <translation>Select the features to remove in a Ncovy layer.</translation>
    </message>
    <message>
        <source>Đã đánh dấu gỡ bỏ; hãy lưu để gửi lên máy chủ.</source>
        <translation>Marked for removal; save to send it to the server.</translation>
    </message>
    <message>
        <source>Hãy lưu các sửa đổi trước khi gửi duyệt.</source>
        <translation>Save your edits before you submit.</translation>
    </message>
    <message>
        <source>Chế độ giao dịch đã được đặt lại thành «Tắt»: chỉ khi đó việc lưu mới kiểm tra được.</source>
        <translation>The transaction mode was set back to “Disabled”: only then can a save be checked.</translation>
    </message>
    <message>
        <source>Lý do gỡ bỏ {count} đối tượng (sẽ được duyệt, có thể khôi phục)</source>
        <translation>Reason for removing {count} features (will be reviewed, can be restored)</translation>
    </message>
    <message>
        <source>Đã chọn kết nối «{name}».</source>
        <translation>Connection “{name}” chosen.</translation>
    </message>
    <message>
        <source>{count} bản nháp. Bỏ dấu chọn ở những bản chưa gửi.</source>
        <translation>{count} drafts. Untick those not to be sent yet.</translation>
    </message>
    <message>
        <source>Đang gửi duyệt…</source>
        <translation>Submitting…</translation>
    </message>
    <message>
        <source>Đã gửi {done} trong {count}.</source>
        <translation>{done} of {count} submitted.</translation>
    </message>
    <message>
        <source>Kết quả</source>
        <translation>Answer</translation>
    </message>
    <message>
        <source>Đã gửi</source>
        <translation>Submitted</translation>
    </message>
    <message>
        <source>Đã dừng chờ máy chủ.</source>
        <translation>Stopped waiting for the server.</translation>
    </message>
    <message>
        <source>Đưa lại sửa đổi</source>
        <translation>Put edits back</translation>
    </message>
    <message>
        <source>{count} bị từ chối</source>
        <translation>{count} refused</translation>
    </message>
    <message>
        <source>{count} xung đột với người khác</source>
        <translation>{count} in conflict with others</translation>
    </message>
    <message>
        <source>{count} không còn trên bản đồ</source>
        <translation>{count} no longer on the map</translation>
    </message>
    <message>
        <source>Chưa lưu được.</source>
        <translation>Not saved.</translation>
    </message>
    <message>
        <source>Chưa lưu thay đổi nào</source>
        <translation>Nothing saved</translation>
    </message>
    <message>
        <source>Đã lưu {count} thay đổi, máy chủ đã xác nhận</source>
        <translation>{count} changes saved, confirmed by the server</translation>
    </message>
    <message>
        <source>Lưu</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>Chưa có lần lưu nào.</source>
        <translation>Nothing has been saved yet.</translation>
    </message>
    <message>
        <source>Lưu lại</source>
        <translation>Save again</translation>
    </message>
    <message>
        <source>Ghi chú cho lần lưu tới</source>
        <translation>Comment on the next save</translation>
    </message>
    <message>
        <source>Khi có đối tượng không lưu được</source>
        <translation>When some features cannot be saved</translation>
    </message>
    <message>
        <source>Kết quả lưu</source>
        <translation>Result of saving</translation>
    </message>
    <message>
        <source>Không lưu gì</source>
        <translation>Save nothing</translation>
    </message>
    <message>
        <source>Nhớ lựa chọn này</source>
        <translation>Remember this choice</translation>
    </message>
    <message>
        <source>{stopped} đối tượng chưa lưu được; {possible} thay đổi khác lưu được.</source>
        <translation>{stopped} features cannot be saved; {possible} other changes can.</translation>
    </message>
    <message>
        <source>Lưu {possible} thay đổi, giữ phần còn lại</source>
        <translation>Save {possible} changes, keep the rest</translation>
    </message>
    <message>
        <source>… và {count} lý do nữa</source>
        <translation>… and {count} more reasons</translation>
    </message>
    <message>
        <source>Xung đột</source>
        <translation>Conflict</translation>
    </message>
    <message>
        <source>Không còn</source>
        <translation>Gone</translation>
    </message>
    <message>
        <source>Bị từ chối</source>
        <translation>Refused</translation>
    </message>
    <message>
        <source>Vì sao và cần làm gì</source>
        <translation>Why, and what to do</translation>
    </message>
    <message>
        <source>Vị trí</source>
        <translation>Location</translation>
    </message>
    <message>
        <source>Không còn gì để lưu.</source>
        <translation>Nothing left to save.</translation>
    </message>
    <message>
        <source>Bản gốc (3)</source>
        <translation>Original (3)</translation>
    </message>
    <message>
        <source>Của họ (1)</source>
        <translation>Theirs (1)</translation>
    </message>
    <message>
        <source>Của tôi (2)</source>
        <translation>Mine (2)</translation>
    </message>
    <message>
        <source>Kết quả (F2)</source>
        <translation>Result (F2)</translation>
    </message>
    <message>
        <source>Vị trí của họ</source>
        <translation>Their position</translation>
    </message>
    <message>
        <source>Vị trí của tôi</source>
        <translation>My position</translation>
    </message>
    <message>
        <source>Vị trí gốc</source>
        <translation>Original position</translation>
    </message>
    <message>
        <source>Phóng to</source>
        <translation>Zoom in</translation>
    </message>
    <message>
        <source>Thu nhỏ</source>
        <translation>Zoom out</translation>
    </message>
    <message>
        <source>Thấy cả ba</source>
        <translation>Show all three</translation>
    </message>
    <message>
        <source>{count} đối tượng được gộp tự động với sửa đổi của người khác: {names}.</source>
        <translation>{count} features were merged with other people's changes: {names}.</translation>
    </message>
    <message>
        <source>Xung đột…</source>
        <translation>Conflicts…</translation>
    </message>
    <message>
        <source>Không còn sửa đổi nào của bạn cần lưu.</source>
        <translation>None of your changes is left to be saved.</translation>
    </message>
    <message>
        <source>Không có sửa đổi nào xung đột với máy chủ.</source>
        <translation>None of your changes is in conflict with the server.</translation>
    </message>
    <message>
        <source>Trong lúc bạn quyết, {count} đối tượng lại được sửa. Các quyết định khác của bạn vẫn giữ nguyên.</source>
        <translation>While you decided, {count} features were changed again. Your other decisions are kept.</translation>
    </message>
    <message>
        <source>Sửa đổi của bạn vẫn còn nguyên trong QGIS; mở lại bằng «Xung đột…» hoặc khi lưu.</source>
        <translation>Your changes are kept in QGIS; come back by “Conflicts…” or by saving.</translation>
    </message>
    <message>
        <source>Nhận</source>
        <translation>Take</translation>
    </message>
    <message>
        <source>Thôi</source>
        <translation>Leave</translation>
    </message>
    <message>
        <source>Còn {count} đối tượng cần bạn quyết hoặc sửa lại trước khi lưu.</source>
        <translation>{count} features still need your decision or correction before they can be saved.</translation>
    </message>
    <message>
        <source>Sửa đổi của bạn vẫn còn nguyên trong QGIS (Esc)</source>
        <translation>Your changes are kept in QGIS (Esc)</translation>
    </message>
    <message>
        <source>Giữ đúng bản đang lưu trên máy chủ; bỏ mọi sửa đổi của bạn ở đối tượng này</source>
        <translation>Keep exactly what is stored on the server; drop all your changes of this feature</translation>
    </message>
    <message>
        <source>Lấy mọi sửa đổi của bạn; trường chỉ họ sửa vẫn theo họ</source>
        <translation>Take all your changes; fields only they changed stay theirs</translation>
    </message>
    <message>
        <source>Xung đột khi lưu</source>
        <translation>Conflicts while saving</translation>
    </message>
    <message>
        <source>Đối tượng xung đột</source>
        <translation>Conflicting features</translation>
    </message>
    <message>
        <source>Ba phía của từng trường</source>
        <translation>Three sides of each field</translation>
    </message>
    <message>
        <source>Hiện mọi trường</source>
        <translation>Show all fields</translation>
    </message>
    <message>
        <source>Lần sau tự lưu khi mọi đối tượng đều gộp được</source>
        <translation>Next time save at once when every feature can be merged</translation>
    </message>
    <message>
        <source>Trước</source>
        <translation>Previous</translation>
    </message>
    <message>
        <source>Sau</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>Lưu kết quả</source>
        <translation>Save the result</translation>
    </message>
    <message>
        <source>Để sau</source>
        <translation>Later</translation>
    </message>
    <message>
        <source>Lấy tất cả của họ</source>
        <translation>Take all theirs</translation>
    </message>
    <message>
        <source>Lấy tất cả của tôi</source>
        <translation>Take all mine</translation>
    </message>
    <message>
        <source>Mọi đối tượng: của họ</source>
        <translation>All features: theirs</translation>
    </message>
    <message>
        <source>Mọi đối tượng: của tôi</source>
        <translation>All features: mine</translation>
    </message>
    <message>
        <source>Mọi đối tượng đã được quyết; hãy xem lại rồi lưu.</source>
        <translation>Every feature is decided; look again, then save.</translation>
    </message>
    <message>
        <source>{count} đối tượng được gộp tự động vì sửa các trường khác nhau.</source>
        <translation>{count} features were merged by themselves, for different fields were changed.</translation>
    </message>
    <message>
        <source>{count} đối tượng cần bạn quyết.</source>
        <translation>{count} features need your decision.</translation>
    </message>
    <message>
        <source>(trống)</source>
        <translation>(empty)</translation>
    </message>
    <message>
        <source>không rõ bạn sửa từ phiên bản nào</source>
        <translation>which version you edited is not known</translation>
    </message>
    <message>
        <source>Còn hay gỡ bỏ</source>
        <translation>Kept or removed</translation>
    </message>
    <message>
        <source>gỡ bỏ</source>
        <translation>removed</translation>
    </message>
    <message>
        <source>khôi phục</source>
        <translation>restored</translation>
    </message>
    <message>
        <source>dòng lệnh (ncovy)</source>
        <translation>command line (ncovy)</translation>
    </message>
    <message>
        <source>Bạn muốn gỡ bỏ đối tượng này, nhưng người khác vừa sửa nó.</source>
        <translation>You want to remove this feature, but somebody else has just changed it.</translation>
    </message>
    <message>
        <source>không ghi lý do</source>
        <translation>no reason given</translation>
    </message>
    <message>
        <source>Giữ bản của tôi và khôi phục</source>
        <translation>Keep mine and restore it</translation>
    </message>
    <message>
        <source>Chấp nhận gỡ bỏ</source>
        <translation>Accept the removal</translation>
    </message>
    <message>
        <source>chưa xem</source>
        <translation>not looked at</translation>
    </message>
    <message>
        <source>chưa hợp lệ</source>
        <translation>not valid</translation>
    </message>
    <message>
        <source>tự gộp</source>
        <translation>merged by itself</translation>
    </message>
    <message>
        <source>đã quyết</source>
        <translation>decided</translation>
    </message>
    <message>
        <source>bản gốc</source>
        <translation>original</translation>
    </message>
    <message>
        <source>của họ</source>
        <translation>theirs</translation>
    </message>
    <message>
        <source>của tôi</source>
        <translation>mine</translation>
    </message>
    <message>
        <source>nhập mới</source>
        <translation>typed</translation>
    </message>
    <message>
        <source>chưa chọn</source>
        <translation>not chosen</translation>
    </message>
    <message>
        <source>Gỡ bỏ</source>
        <translation>Removed</translation>
    </message>
    <message>
        <source>Còn trên bản đồ</source>
        <translation>On the map</translation>
    </message>
    <message>
        <source>{place}, dời {metres} m</source>
        <translation>{place}, moved {metres} m</translation>
    </message>
    <message>
        <source>{person} đã {deed} lúc {at} từ {program}, phiên bản {version}</source>
        <translation>{person} {deed} it at {at} from {program}, version {version}</translation>
    </message>
    <message>
        <source>chương trình không rõ</source>
        <translation>an unknown program</translation>
    </message>
    <message>
        <source>bạn sửa từ phiên bản {version}</source>
        <translation>you edited version {version}</translation>
    </message>
    <message>
        <source>Người khác đã gỡ bỏ đối tượng bạn đang sửa (lý do: {reason}).</source>
        <translation>Somebody else has removed the feature you are editing (reason: {reason}).</translation>
    </message>
    <message>
        <source>Vẫn gỡ bỏ</source>
        <translation>Remove it all the same</translation>
    </message>
    <message>
        <source>Bỏ ý định gỡ</source>
        <translation>Do not remove it</translation>
    </message>
    <message>
        <source>sửa</source>
        <translation>changed</translation>
    </message>
    <message>
        <source>còn {count} ô</source>
        <translation>{count} cells open</translation>
    </message>
    <message>
        <source>… và {count} lần sửa trước đó.</source>
        <translation>… and {count} earlier changes.</translation>
    </message>
    <message>
        <source>Đã dừng kiểm tra.</source>
        <translation>The check was stopped.</translation>
    </message>
    <message>
        <source>Ai đang sửa…</source>
        <translation>Who is editing…</translation>
    </message>
    <message>
        <source>Tới đối tượng</source>
        <translation>Go to feature</translation>
    </message>
    <message>
        <source>Chưa mở bản đồ nên chưa nối trực tiếp.</source>
        <translation>No map is open, so there is no live link.</translation>
    </message>
    <message>
        <source>Ai đang sửa</source>
        <translation>Who is editing</translation>
    </message>
    <message>
        <source>Hiện không có ai khác đang sửa.</source>
        <translation>Nobody else is editing now.</translation>
    </message>
    <message>
        <source>Người</source>
        <translation>Person</translation>
    </message>
    <message>
        <source>Từ lúc</source>
        <translation>Since</translation>
    </message>
    <message>
        <source>{who} đang sửa «{name}», từ {time}.</source>
        <translation>{who} is editing “{name}”, since {time}.</translation>
    </message>
    <message>
        <source>{who} đang sửa «{name}», từ {time} (và {count} đối tượng khác).</source>
        <translation>{who} is editing “{name}”, since {time} (and {count} others).</translation>
    </message>
    <message>
        <source>Bạn (ở một QGIS khác)</source>
        <translation>You (in another QGIS)</translation>
    </message>
    <message>
        <source>{who} vừa sửa đối tượng này lúc {time}, sau khi bạn mở nó.</source>
        <translation>{who} changed this feature at {time}, after you opened it.</translation>
    </message>
    <message>
        <source>{who} vừa gỡ bỏ đối tượng này lúc {time}, sau khi bạn mở nó.</source>
        <translation>{who} removed this feature at {time}, after you opened it.</translation>
    </message>
    <message>
        <source>Đang nối trực tiếp: thay đổi của người khác hiện ngay.</source>
        <translation>Live: changes by others appear at once.</translation>
    </message>
    <message>
        <source>Đang nối: hỏi máy chủ vài giây một lần vì thông báo chưa tới.</source>
        <translation>Connected: the server is asked every few seconds because notifications do not arrive.</translation>
    </message>
    <message>
        <source>{who} vừa sửa «{name}» mà bạn đang sửa.</source>
        <translation>{who} has just changed “{name}”, which you are editing.</translation>
    </message>
    <message>
        <source>{who} vừa sửa «{name}» mà bạn đang sửa (và {count} đối tượng khác).</source>
        <translation>{who} has just changed “{name}”, which you are editing (and {count} others).</translation>
    </message>
    <message>
        <source>{who} vừa gỡ bỏ «{name}» mà bạn đang sửa.</source>
        <translation>{who} has just removed “{name}”, which you are editing.</translation>
    </message>
    <message>
        <source>{who} vừa gỡ bỏ «{name}» mà bạn đang sửa (và {count} đối tượng khác).</source>
        <translation>{who} has just removed “{name}”, which you are editing (and {count} others).</translation>
    </message>
    <message>
        <source>{who} đang sửa đối tượng này, từ {time}.</source>
        <translation>{who} is editing this feature, since {time}.</translation>
    </message>
    <message>
        <source>Mất nối, đang nối lại: chưa thấy được thay đổi của người khác. {reason}</source>
        <translation>Connection lost, trying again: changes by others are not seen. {reason}</translation>
    </message>
    <message>
        <source>{errors} lỗi, {warnings} cảnh báo, {notes} gợi ý; {accepted} đã chấp nhận.</source>
        <translation>{errors} errors, {warnings} warnings, {notes} hints; {accepted} accepted.</translation>
    </message>
    <message>
        <source>{by} chấp nhận lúc {at}: {reason}</source>
        <translation>{by} accepted this on {at}: {reason}</translation>
    </message>
    <message>
        <source>Chưa kiểm tra.</source>
        <translation>Not checked yet.</translation>
    </message>
    <message>
        <source>Sửa…</source>
        <translation>Mend…</translation>
    </message>
    <message>
        <source>Sửa những gì chắc chắn: xem trước, hoàn tác được</source>
        <translation>Mend what is certain: with a preview, and undoable</translation>
    </message>
    <message>
        <source>Chấp nhận vì…</source>
        <translation>Accept because…</translation>
    </message>
    <message>
        <source>Ghi tên bạn và lý do; người duyệt sẽ thấy</source>
        <translation>Records your name and reason; the reviewer will see them</translation>
    </message>
    <message>
        <source>Mở biểu mẫu</source>
        <translation>Open form</translation>
    </message>
    <message>
        <source>Lý do ghi trong biểu mẫu: {reason}</source>
        <translation>Reason given in the form: {reason}</translation>
    </message>
    <message>
        <source>Gợi ý</source>
        <translation>Hint</translation>
    </message>
    <message>
        <source>Tìm (không cần dấu)</source>
        <translation>Search (accents not needed)</translation>
    </message>
    <message>
        <source>Cách nhóm</source>
        <translation>Grouping</translation>
    </message>
    <message>
        <source>Mọi xã</source>
        <translation>All communes</translation>
    </message>
    <message>
        <source>Địa bàn của tôi</source>
        <translation>My area</translation>
    </message>
    <message>
        <source>Chỉ kiểm tra các xã được giao cho bạn</source>
        <translation>Check only the communes assigned to you</translation>
    </message>
    <message>
        <source>Ẩn đã chấp nhận</source>
        <translation>Hide accepted</translation>
    </message>
    <message>
        <source>Theo quy tắc</source>
        <translation>By rule</translation>
    </message>
    <message>
        <source>Theo lớp</source>
        <translation>By layer</translation>
    </message>
    <message>
        <source>Theo xã</source>
        <translation>By commune</translation>
    </message>
    <message>
        <source>Mọi mức</source>
        <translation>All levels</translation>
    </message>
    <message>
        <source>Mọi lớp</source>
        <translation>All layers</translation>
    </message>
    <message>
        <source>Đối tượng</source>
        <translation>Feature</translation>
    </message>
    <message>
        <source>Xã</source>
        <translation>Commune</translation>
    </message>
    <message>
        <source>Sửa theo kết quả kiểm tra</source>
        <translation>Mend what the check found</translation>
    </message>
    <message>
        <source>Đã dừng; danh sách là của lần kiểm tra trước.</source>
        <translation>Stopped; the list is of the check before.</translation>
    </message>
    <message>
        <source>Đối tượng không còn trong lớp; hãy kiểm tra lại.</source>
        <translation>The feature is not in the layer any more; check again.</translation>
    </message>
    <message>
        <source>Không còn gì sửa được một cách chắc chắn; hãy lưu hoặc kiểm tra lại.</source>
        <translation>Nothing is left that can be mended with certainty; save, or check again.</translation>
    </message>
    <message>
        <source>Hãy lưu các sửa đổi trước: cảnh báo được chấp nhận cho đúng bản đang lưu.</source>
        <translation>Save your edits first: a warning is accepted for exactly the stored version.</translation>
    </message>
    <message>
        <source>(để trống)</source>
        <translation>(empty)</translation>
    </message>
    <message>
        <source>Sửa những gì chắc chắn</source>
        <translation>Mend what is certain</translation>
    </message>
    <message>
        <source>Chấp nhận cảnh báo</source>
        <translation>Accept warnings</translation>
    </message>
    <message>
        <source>Chấp nhận vì</source>
        <translation>Accepted because</translation>
    </message>
    <message>
        <source>Tên bạn, giờ và lý do được ghi lại. Khi đối tượng được sửa, cảnh báo sẽ được hỏi lại.</source>
        <translation>Your name, the time and the reason are recorded. When the feature is edited, the warning is asked again.</translation>
    </message>
    <message>
        <source>Chấp nhận</source>
        <translation>Accept</translation>
    </message>
    <message>
        <source>Hiện nay</source>
        <translation>Now</translation>
    </message>
    <message>
        <source>Sẽ thành</source>
        <translation>Becomes</translation>
    </message>
    <message>
        <source>… và {count} cảnh báo nữa</source>
        <translation>… and {count} more warnings</translation>
    </message>
    <message>
        <source>Không sửa được lớp «{title}»: tài khoản này chỉ được xem.</source>
        <translation>The layer “{title}” cannot be edited: this account may only look.</translation>
    </message>
    <message>
        <source>Hãy mở bản đồ Ncovy trước.</source>
        <translation>Open the Ncovy map first.</translation>
    </message>
    <message>
        <source>Hãy vẽ vùng trên bản đồ; bấm chuột phải để kết thúc.</source>
        <translation>Draw the area on the map; a right click ends it.</translation>
    </message>
    <message>
        <source>Vị trí là điểm đại diện của xã (ước lượng); hãy dời đến đúng chỗ khi biết.</source>
        <translation>The position is the commune point (an estimate); move it when the right place is known.</translation>
    </message>
    <message>
        <source>Không có xã, phường nào tên như vậy.</source>
        <translation>No commune has such a name.</translation>
    </message>
    <message>
        <source>Tên hoặc mã xã, có dấu hay không dấu</source>
        <translation>Name or code of a commune, accents or none</translation>
    </message>
    <message>
        <source>Thêm tại xã</source>
        <translation>Add at commune</translation>
    </message>
    <message>
        <source>Chưa hỏi được máy chủ; hãy thử lại.</source>
        <translation>The server could not be asked; try again.</translation>
    </message>
    <message>
        <source>{count} xã, phường hợp với tên này: hãy chọn một.</source>
        <translation>{count} communes fit this name: choose one.</translation>
    </message>
    <message>
        <source>Nhập liệu</source>
        <translation>Data entry</translation>
    </message>
    <message>
        <source>Thêm tại đây</source>
        <translation>Add here</translation>
    </message>
    <message>
        <source>Chọn lớp nào?…</source>
        <translation>Which layer?…</translation>
    </message>
    <message>
        <source>Hai câu hỏi phân biệt các lớp dễ nhầm</source>
        <translation>Two questions tell look-alike layers apart</translation>
    </message>
    <message>
        <source>Tọa độ</source>
        <translation>Coordinates</translation>
    </message>
    <message>
        <source>Dùng lại giá trị</source>
        <translation>Reuse values</translation>
    </message>
    <message>
        <source>Bấm vào bản đồ để thêm đối tượng ({shortcut})</source>
        <translation>Click on the map to add a feature ({shortcut})</translation>
    </message>
    <message>
        <source>Vẽ vùng trên bản đồ ({shortcut})</source>
        <translation>Draw an area on the map ({shortcut})</translation>
    </message>
    <message>
        <source>Vẽ vùng</source>
        <translation>Draw area</translation>
    </message>
    <message>
        <source>Thêm tại tọa độ</source>
        <translation>Add at coordinates</translation>
    </message>
    <message>
        <source>Tới đó và vẽ vùng</source>
        <translation>Go there and draw</translation>
    </message>
    <message>
        <source>Ncovy: đối tượng và xã, phường</source>
        <translation>Ncovy: features and communes</translation>
    </message>
    <message>
        <source>Có</source>
        <translation>Yes</translation>
    </message>
    <message>
        <source>Không</source>
        <translation>No</translation>
    </message>
    <message>
        <source>Chọn lớp nào?</source>
        <translation>Which layer?</translation>
    </message>
    <message>
        <source>Đừng hỏi lại</source>
        <translation>Do not ask again</translation>
    </message>
    <message>
        <source>Chọn lớp này</source>
        <translation>Choose this layer</translation>
    </message>
    <message>
        <source>Giữ lớp đã chọn</source>
        <translation>Keep the chosen layer</translation>
    </message>
    <message>
        <source>Hãy trả lời cả hai câu hỏi.</source>
        <translation>Answer both questions.</translation>
    </message>
    <message>
        <source>Không đổi được tọa độ này sang WGS 84.</source>
        <translation>This position cannot be converted to WGS 84.</translation>
    </message>
    <message>
        <source>Cơ sở dữ liệu chưa có đơn vị hành chính nào.</source>
        <translation>The database has no administrative units yet.</translation>
    </message>
    <message>
        <source>Liên kết rút gọn không chứa tọa độ: hãy mở nó rồi chép địa chỉ đầy đủ.</source>
        <translation>A short link holds no position: open it and copy the full address.</translation>
    </message>
    <message>
        <source>Chưa phải là tọa độ. Ví dụ 18.6796, 105.6813</source>
        <translation>Not a position yet. For example 18.6796, 105.6813</translation>
    </message>
    <message>
        <source>Ngoài tỉnh, cách {name} {distance}: máy chủ sẽ không nhận.</source>
        <translation>Outside the province, {distance} from {name}: the server will refuse it.</translation>
    </message>
    <message>
        <source>Vĩ độ {lat}, kinh độ {lon}</source>
        <translation>Latitude {lat}, longitude {lon}</translation>
    </message>
    <message>
        <source>Sát ranh giới, cách {name} {distance}.</source>
        <translation>Near the border, {distance} from {name}.</translation>
    </message>
    <message>
        <source>Kinh độ được ghi trước vĩ độ, đã đổi chỗ: vĩ độ {lat}, kinh độ {lon}</source>
        <translation>Longitude came before latitude, swapped: latitude {lat}, longitude {lon}</translation>
    </message>
    <message>
        <source>Chưa hỏi được máy chủ điểm này thuộc xã nào; vẫn thêm được, máy chủ kiểm tra khi lưu.</source>
        <translation>The server could not be asked which commune this is; you may add it, the server checks when saving.</translation>
    </message>
    <message>
        <source>Tọa độ hoặc liên kết bản đồ</source>
        <translation>Coordinates or a map link</translation>
    </message>
    <message>
        <source>18.6796, 105.6813; 18°40'47"B 105°40'53"Đ; mét VN-2000; liên kết Google Maps, OpenStreetMap</source>
        <translation>18.6796, 105.6813; 18°40'47"N 105°40'53"E; VN-2000 metres; a link of Google Maps or OpenStreetMap</translation>
    </message>
    <message>
        <source>Hệ tọa độ của số liệu</source>
        <translation>Coordinate system of the figures</translation>
    </message>
    <message>
        <source>Chọn múi chiếu…</source>
        <translation>Choose the zone…</translation>
    </message>
    <message>
        <source>Số liệu là mét VN-2000: hãy chọn múi chiếu ghi trên tài liệu.</source>
        <translation>These are VN-2000 metres: choose the zone named in the document.</translation>
    </message>
    <message>
        <source>Chưa có giá trị nào: các giá trị bạn nhập ở lớp này sẽ hiện ở đây.</source>
        <translation>No values yet: what you enter in this layer will show up here.</translation>
    </message>
    <message>
        <source>Quên các giá trị này</source>
        <translation>Forget these values</translation>
    </message>
    <message>
        <source>Giá trị</source>
        <translation>Value</translation>
    </message>
    <message>
        <source>Đánh dấu trường cần điền sẵn cho đối tượng tiếp theo.</source>
        <translation>Tick the fields to prefill in the next feature.</translation>
    </message>
    <message>
        <source>Đồng ý</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>{count} lỗi phải sửa</source>
        <translation>{count} errors to mend</translation>
    </message>
    <message>
        <source>{count} mục cần cho gửi duyệt</source>
        <translation>{count} needed for submission</translation>
    </message>
    <message>
        <source>{count} cảnh báo</source>
        <translation>{count} warnings</translation>
    </message>
    <message>
        <source>Không có lỗi.</source>
        <translation>No errors.</translation>
    </message>
    <message>
        <source>QGIS đã tắt đột ngột khi còn {count} sửa đổi chưa lưu. Đánh dấu những sửa đổi cần đưa lại vào bản đồ.</source>
        <translation>QGIS stopped suddenly with {count} unsaved edits. Tick those to be put back into the map.</translation>
    </message>
    <message>
        <source>Thêm mới</source>
        <translation>New</translation>
    </message>
    <message>
        <source>Khôi phục sửa đổi chưa lưu</source>
        <translation>Restore unsaved edits</translation>
    </message>
    <message>
        <source>Chúng không được lên bản đồ và không được hỏi lại; bản sao nằm trong hồ sơ QGIS thêm 30 ngày.</source>
        <translation>They do not come into the map and are not asked about again; a copy lies in the QGIS profile for another 30 days.</translation>
    </message>
    <message>
        <source>Bỏ</source>
        <translation>Drop</translation>
    </message>
    <message>
        <source>Giữ lại</source>
        <translation>Keep</translation>
    </message>
    <message>
        <source>Khôi phục</source>
        <translation>Restore</translation>
    </message>
    <message>
        <source>Bỏ…</source>
        <translation>Drop…</translation>
    </message>
    <message>
        <source>vị trí</source>
        <translation>position</translation>
    </message>
    <message>
        <source>Sửa {fields}</source>
        <translation>Changed {fields}</translation>
    </message>
    <message>
        <source>Người khác đã sửa</source>
        <translation>Somebody changed it</translation>
    </message>
    <message>
        <source>Không còn trên bản đồ</source>
        <translation>Not on the map any more</translation>
    </message>
    <message>
        <source>Sửa đổi</source>
        <translation>Edit</translation>
    </message>
    <message>
        <source>Lúc</source>
        <translation>At</translation>
    </message>
    <message>
        <source>Từ đó tới nay</source>
        <translation>Since then</translation>
    </message>
    <message>
        <source>Bỏ {count} sửa đổi chưa lưu?</source>
        <translation>Drop {count} unsaved edits?</translation>
    </message>
    <message>
        <source>Khôi phục sửa đổi…</source>
        <translation>Restore edits…</translation>
    </message>
    <message>
        <source>Đang hỏi máy chủ về những sửa đổi chưa lưu…</source>
        <translation>Asking the server about the unsaved edits…</translation>
    </message>
    <message>
        <source>Không ghi được nhật ký sửa đổi ({why}): hãy lưu ngay, và giải phóng ổ đĩa.</source>
        <translation>The journal of edits cannot be written ({why}): save now, and make room on the disk.</translation>
    </message>
    <message>
        <source>Lần trước QGIS tắt đột ngột, nhưng máy chủ đã có đủ {count} sửa đổi.</source>
        <translation>QGIS stopped suddenly last time, but the server has all {count} edits.</translation>
    </message>
    <message>
        <source>{count} sửa đổi là của đối tượng không còn trên bản đồ; khi lưu bạn sẽ được hỏi phải làm gì.</source>
        <translation>{count} edits are of features that are not on the map any more; when you save you are asked what to do.</translation>
    </message>
    <message>
        <source>{count} sửa đổi chưa khôi phục được vì đối tượng đang được sửa hoặc lớp không mở; chúng được giữ lại.</source>
        <translation>{count} edits could not be restored because the feature is being edited or its layer is not open; they are kept.</translation>
    </message>
    <message>
        <source>Còn {count} sửa đổi chưa lưu từ lần QGIS tắt đột ngột; mở bản đồ để khôi phục.</source>
        <translation>{count} unsaved edits are left from a QGIS that stopped suddenly; open the map to restore them.</translation>
    </message>
    <message>
        <source>Hãy mở bản đồ trước: sửa đổi được khôi phục vào các lớp của nó.</source>
        <translation>Open the map first: edits are restored into its layers.</translation>
    </message>
    <message>
        <source>Không có sửa đổi nào chưa lưu từ lần trước.</source>
        <translation>No unsaved edits are left from last time.</translation>
    </message>
    <message>
        <source>Đã bỏ {count} sửa đổi.</source>
        <translation>{count} edits dropped.</translation>
    </message>
    <message>
        <source>Đã khôi phục {count} sửa đổi; hãy xem lại rồi lưu.</source>
        <translation>{count} edits restored; look at them, then save.</translation>
    </message>
    <message>
        <source>Máy chủ không trả lời nên chưa bắt đầu sửa; hãy thử lại khi có mạng.</source>
        <translation>The server does not answer, so editing did not start; try again when the network is back.</translation>
    </message>
    <message>
        <source>Đang kết nối máy chủ…</source>
        <translation>Connecting to the server…</translation>
    </message>
    <message>
        <source>Tâm ở {lat}, {lon}.</source>
        <translation>Centre at {lat}, {lon}.</translation>
    </message>
    <message>
        <source>Vùng đệm quanh điểm</source>
        <translation>Buffer around a point</translation>
    </message>
    <message>
        <source>Bấm tâm trên bản đồ</source>
        <translation>Click the centre on the map</translation>
    </message>
    <message>
        <source>Tâm</source>
        <translation>Centre</translation>
    </message>
    <message>
        <source>Bán kính</source>
        <translation>Radius</translation>
    </message>
    <message>
        <source>Hãy bấm vào bản đồ để đặt tâm, hoặc chọn trước các điểm trong một lớp Ncovy.</source>
        <translation>Click the map to set the centre, or select points of a Ncovy layer first.</translation>
    </message>
    <message>
        <source>Tâm là {count} điểm đang chọn.</source>
        <translation>The centres are the {count} selected points.</translation>
    </message>
    <message>
        <source>Cùng một giá trị cho {count} đối tượng đang chọn của lớp «{layer}».</source>
        <translation>One value for {count} selected features of “{layer}”.</translation>
    </message>
    <message>
        <source>Sửa hàng loạt</source>
        <translation>Change many</translation>
    </message>
    <message>
        <source>Để trống</source>
        <translation>Leave empty</translation>
    </message>
    <message>
        <source>Giá trị mới</source>
        <translation>New value</translation>
    </message>
    <message>
        <source>Hãy nhập giá trị, hoặc chọn «Để trống» để xóa giá trị cũ.</source>
        <translation>Enter a value, or tick “Leave empty” to clear the old one.</translation>
    </message>
    <message>
        <source>Đã sửa {count} đối tượng; hãy lưu để gửi lên máy chủ.</source>
        <translation>Changed {count} features; save to send them to the server.</translation>
    </message>
    <message>
        <source>Đang hỏi giờ của máy chủ…</source>
        <translation>Asking the server for the time…</translation>
    </message>
    <message>
        <source>Máy chủ chưa trả lời; dùng giờ của máy này.</source>
        <translation>The server has not answered; this computer's clock is used.</translation>
    </message>
    <message>
        <source>Kết thúc</source>
        <translation>End</translation>
    </message>
    <message>
        <source>Kết thúc lúc</source>
        <translation>Ends at</translation>
    </message>
    <message>
        <source>Số QĐ kết thúc</source>
        <translation>Lifting decision</translation>
    </message>
    <message>
        <source>Lưu là {number}</source>
        <translation>Stored as {number}</translation>
    </message>
    <message>
        <source>{layer}: {names}.</source>
        <translation>{layer}: {names}.</translation>
    </message>
    <message>
        <source>Đã kết thúc {count} đối tượng; hãy lưu để gửi lên máy chủ.</source>
        <translation>Ended {count} features; save to send them to the server.</translation>
    </message>
    <message>
        <source>Vùng từ các xã</source>
        <translation>Zone from communes</translation>
    </message>
    <message>
        <source>Đánh dấu các xã, phường, thị trấn; hình của chúng được gộp thành một vùng.</source>
        <translation>Tick communes, wards and towns; their outlines become one zone.</translation>
    </message>
    <message>
        <source>Tìm xã, không cần dấu</source>
        <translation>Find a commune, accents not needed</translation>
    </message>
    <message>
        <source>Chọn trên bản đồ</source>
        <translation>Pick on the map</translation>
    </message>
    <message>
        <source>Đang đọc ranh giới các xã…</source>
        <translation>Reading the outlines of the communes…</translation>
    </message>
    <message>
        <source>Chép vào {count} đối tượng đang chọn của lớp «{layer}» từ một đối tượng khác, cùng lớp hay khác lớp.</source>
        <translation>Copy into {count} selected features of “{layer}” from another feature, of this layer or another.</translation>
    </message>
    <message>
        <source>Chép thuộc tính</source>
        <translation>Copy attributes</translation>
    </message>
    <message>
        <source>Chép</source>
        <translation>Copy</translation>
    </message>
    <message>
        <source>(chọn nguồn)</source>
        <translation>(choose the source)</translation>
    </message>
    <message>
        <source>Không có đối tượng Ncovy nào ở chỗ vừa bấm.</source>
        <translation>There is no Ncovy feature where you clicked.</translation>
    </message>
    <message>
        <source>(liên kết)</source>
        <translation>(link)</translation>
    </message>
    <message>
        <source>Hãy chọn nguồn trong danh sách hoặc bấm trên bản đồ.</source>
        <translation>Choose the source in the list or click it on the map.</translation>
    </message>
    <message>
        <source>Đã chép vào {count} đối tượng; hãy lưu để gửi lên máy chủ.</source>
        <translation>Copied into {count} features; save to send them to the server.</translation>
    </message>
    <message>
        <source>Không sửa được lớp «{layer}».</source>
        <translation>The layer “{layer}” cannot be edited.</translation>
    </message>
    <message>
        <source>{count} đối tượng sẽ đổi</source>
        <translation>{count} features will change</translation>
    </message>
    <message>
        <source>{names} và {count} đối tượng khác</source>
        <translation>{names} and {count} more</translation>
    </message>
    <message>
        <source>{count} đã như vậy</source>
        <translation>{count} are so already</translation>
    </message>
    <message>
        <source>{count} không đổi được, xem lý do trên</source>
        <translation>{count} cannot change, see the reasons above</translation>
    </message>
    <message>
        <source>{count} sẽ còn điều phải bổ sung trước khi gửi duyệt</source>
        <translation>{count} will still need something before they are submitted</translation>
    </message>
    <message>
        <source>Trong xã đã có «{name}» cùng tên, cách {metres} m.</source>
        <translation>The commune already has “{name}”, {metres} m away.</translation>
    </message>
    <message>
        <source>Cách {metres} m đã có «{name}», có thể là một.</source>
        <translation>“{name}” is {metres} m away, it may be the same.</translation>
    </message>
    <message>
        <source>Xem</source>
        <translation>Show</translation>
    </message>
    <message>
        <source>Đối tượng này không còn trên bản đồ.</source>
        <translation>This feature is no longer on the map.</translation>
    </message>
    <message>
        <source>Còn {count} nơi nữa.</source>
        <translation>{count} more places.</translation>
    </message>
    <message>
        <source>Diện tích {area} ha</source>
        <translation>Area {area} ha</translation>
    </message>
    <message>
        <source>Tạo vùng</source>
        <translation>Make zone</translation>
    </message>
    <message>
        <source>Thay hình của vùng đang chọn «{name}»</source>
        <translation>Replace the outline of the selected zone “{name}”</translation>
    </message>
    <message>
        <source>QGIS không nhận hình này.</source>
        <translation>QGIS does not take this outline.</translation>
    </message>
    <message>
        <source>Công cụ</source>
        <translation>Tools</translation>
    </message>
    <message>
        <source>Hãy chọn đối tượng cần chép vào trong một lớp Ncovy.</source>
        <translation>Select the features to copy into in a Ncovy layer.</translation>
    </message>
    <message>
        <source>Hãy chọn các đối tượng cần sửa trong một lớp Ncovy.</source>
        <translation>Select the features to change in a Ncovy layer.</translation>
    </message>
    <message>
        <source>Hãy chọn đối tượng cần kết thúc trong một lớp Ncovy.</source>
        <translation>Select the features to end in a Ncovy layer.</translation>
    </message>
    <message>
        <source>Hãy chọn đối tượng đã kiểm tra trong một lớp Ncovy.</source>
        <translation>Select the features you have checked in a Ncovy layer.</translation>
    </message>
    <message>
        <source>Chép thuộc tính…</source>
        <translation>Copy attributes…</translation>
    </message>
    <message>
        <source>Sửa hàng loạt…</source>
        <translation>Change many…</translation>
    </message>
    <message>
        <source>Xác nhận vẫn đúng…</source>
        <translation>Confirm as still true…</translation>
    </message>
    <message>
        <source>Kết thúc…</source>
        <translation>End…</translation>
    </message>
    <message>
        <source>Vùng từ các xã…</source>
        <translation>Zone from communes…</translation>
    </message>
    <message>
        <source>Vùng đệm quanh điểm…</source>
        <translation>Buffer around a point…</translation>
    </message>
    <message>
        <source>Sửa hình vùng lỗi…</source>
        <translation>Repair broken zones…</translation>
    </message>
    <message>
        <source>Bắt điểm khi vẽ vùng</source>
        <translation>Snap while drawing zones</translation>
    </message>
    <message>
        <source>Số liệu của vùng khi vẽ</source>
        <translation>Figures of the zone while drawing</translation>
    </message>
    <message>
        <source>Nhập trùng</source>
        <translation>Entered twice</translation>
    </message>
    <message>
        <source>Nhập nhầm vị trí</source>
        <translation>Entered at the wrong place</translation>
    </message>
    <message>
        <source>Không có thật, đã đi kiểm tra</source>
        <translation>Not real, checked on the spot</translation>
    </message>
    <message>
        <source>Ranh giới tự cắt hoặc tự chạm</source>
        <translation>The outline crosses or touches itself</translation>
    </message>
    <message>
        <source>{count} vùng chưa lưu có hình không hợp lệ. Nét đỏ đứt là hình hiện tại, nét xanh là hình sau khi sửa.</source>
        <translation>{count} unsaved zones have a broken outline. Dashed red is the outline now, green after the repair.</translation>
    </message>
    <message>
        <source>Không có vùng nào lỗi hình trong các sửa đổi chưa lưu; hình đã lưu đều hợp lệ.</source>
        <translation>No unsaved zone has a broken outline; what is stored is valid.</translation>
    </message>
    <message>
        <source>Diện tích thay đổi {change} ha.</source>
        <translation>The area changes by {change} ha.</translation>
    </message>
    <message>
        <source>Không còn diện tích nào, hãy vẽ lại</source>
        <translation>No area is left, draw it again</translation>
    </message>
    <message>
        <source>Sửa hình vùng lỗi</source>
        <translation>Repair broken zones</translation>
    </message>
    <message>
        <source>Sửa hình</source>
        <translation>Repair</translation>
    </message>
    <message>
        <source>Trước (ha)</source>
        <translation>Before (ha)</translation>
    </message>
    <message>
        <source>Sau (ha)</source>
        <translation>After (ha)</translation>
    </message>
    <message>
        <source>Xác nhận vẫn đúng</source>
        <translation>Confirm as still true</translation>
    </message>
    <message>
        <source>Xác nhận</source>
        <translation>Confirm</translation>
    </message>
    <message>
        <source>Bạn đã kiểm tra và thấy các thông tin dưới đây vẫn đúng. Chỉ ghi người và giờ xác minh, không đổi nội dung.</source>
        <translation>You have checked that the information below is still true. Only who verified it and when is written; the content stays.</translation>
    </message>
    <message>
        <source>Sửa lần cuối</source>
        <translation>Last edited</translation>
    </message>
    <message>
        <source>Có sửa đổi chưa lưu</source>
        <translation>Has unsaved edits</translation>
    </message>
    <message>
        <source>Đang xác nhận…</source>
        <translation>Confirming…</translation>
    </message>
    <message>
        <source>Đã xác nhận</source>
        <translation>Confirmed</translation>
    </message>
    <message>
        <source>Đã xác nhận {done} trong {count}.</source>
        <translation>Confirmed {done} of {count}.</translation>
    </message>
    <message>
        <source>{count} đối tượng có sửa đổi chưa lưu nên không xác nhận được.</source>
        <translation>{count} features have unsaved edits and cannot be confirmed.</translation>
    </message>
    <message>
        <source>Ranh giới đang tự cắt</source>
        <translation>The outline crosses itself</translation>
    </message>
    <message>
        <source>Chưa có đối tượng nào trong vùng</source>
        <translation>No features inside yet</translation>
    </message>
    <message>
        <source>Nhân khẩu khai ở {places} điểm trong vùng: {people}
(không có số dân theo xã)</source>
        <translation>People declared at {places} points inside: {people}
(no population by commune is kept)</translation>
    </message>
    <message>
        <source>Chưa điểm nào trong vùng khai số nhân khẩu
(không có số dân theo xã)</source>
        <translation>No point inside declares its people
(no population by commune is kept)</translation>
    </message>
    <message>
        <source>Máy chủ chưa trả lời, chưa đếm được đối tượng</source>
        <translation>The server has not answered, features could not be counted</translation>
    </message>
    <message>
        <source>Đã lưu {count} thay đổi</source>
        <translation>{count} changes saved</translation>
    </message>
    <message>
        <source>còn giữ {count} trong QGIS</source>
        <translation>{count} kept in QGIS</translation>
    </message>
    <message>
        <source>Ghi chú cho lần lưu tới, ví dụ: theo báo cáo CDC sáng 17/9</source>
        <translation>Comment on the next save, for example: CDC report of the morning of 17/9</translation>
    </message>
    <message>
        <source>Ghi vào lịch sử của mọi đối tượng trong lần lưu; người duyệt thấy.</source>
        <translation>Kept in the history of every feature of the save; shown to the reviewer.</translation>
    </message>
    <message>
        <source>Khi có lỗi: hỏi tôi</source>
        <translation>If some fail: ask me</translation>
    </message>
    <message>
        <source>Khi có lỗi: lưu phần còn lại</source>
        <translation>If some fail: save the others</translation>
    </message>
    <message>
        <source>Khi có lỗi: không lưu gì</source>
        <translation>If some fail: save nothing</translation>
    </message>
    <message>
        <source>{people} người khác đang sửa {count} đối tượng. Bấm vào một dòng, hoặc Enter, để tới đó.</source>
        <translation>{people} others are editing {count} features. Click a row, or press Enter, to go there.</translation>
    </message>
    <message>
        <source>Bạn không có bản nháp nào để gửi.</source>
        <translation>You have no drafts to submit.</translation>
    </message>
    <message>
        <source>{count} đối tượng chưa đổi được vì vừa được lưu; hãy đóng cửa sổ này rồi chọn lại.</source>
        <translation>{count} features were not changed because they have just been saved; close this window and select them again.</translation>
    </message>
    <message>
        <source>Hình vừa được vẽ tiếp trên bản đồ; danh sách đã được làm mới, hãy xem lại.</source>
        <translation>The outline was drawn on meanwhile; the list has been refreshed, please look again.</translation>
    </message>
    <message>
        <source>Đã sửa {count} chỗ, chưa lưu; hãy lưu để gửi lên máy chủ.</source>
        <translation>{count} places mended, not saved yet; save to send them to the server.</translation>
    </message>
    <message>
        <source>Không sửa được: tài khoản này chỉ được xem.</source>
        <translation>Cannot be changed: this account may only look.</translation>
    </message>
    <message>
        <source>Đang ghi lý do…</source>
        <translation>Recording the reason…</translation>
    </message>
    <message>
        <source>Đã dừng; chưa kiểm tra xong lần nào.</source>
        <translation>Stopped; nothing has been checked yet.</translation>
    </message>
    <message>
        <source>Bỏ dấu chọn ở dòng không muốn sửa. Các sửa đổi chưa được lưu ngay: hoàn tác được, và chỉ gửi đi khi bạn lưu.</source>
        <translation>Untick what is to stay. Nothing is saved at once: it can be undone, and is sent only when you save.</translation>
    </message>
    <message>
        <source>Lớp như ở một thời điểm đã qua</source>
        <translation>Layer as of a past moment</translation>
    </message>
    <message>
        <source>Như công chúng đã thấy</source>
        <translation>As the public saw it</translation>
    </message>
    <message>
        <source>Lớp của thời điểm đó</source>
        <translation>Layer of that moment</translation>
    </message>
    <message>
        <source>Thời điểm (giờ Việt Nam)</source>
        <translation>Moment (Vietnamese time)</translation>
    </message>
    <message>
        <source>{count} đối tượng lúc đó.</source>
        <translation>{count} features at that moment.</translation>
    </message>
    <message>
        <source>Xuất báo cáo giám sát (CSV)</source>
        <translation>Export oversight report (CSV)</translation>
    </message>
    <message>
        <source>Báo cáo</source>
        <translation>Report</translation>
    </message>
    <message>
        <source>Từ lúc (không nêu: 7 ngày trước)</source>
        <translation>From (nothing: 7 days ago)</translation>
    </message>
    <message>
        <source>Đến lúc (không nêu: bây giờ)</source>
        <translation>Until (nothing: now)</translation>
    </message>
    <message>
        <source>Tệp CSV</source>
        <translation>CSV file</translation>
    </message>
    <message>
        <source>Số dòng</source>
        <translation>Rows</translation>
    </message>
    <message>
        <source>Hãy nêu thời điểm.</source>
        <translation>Name a moment.</translation>
    </message>
    <message>
        <source>Hoàn lại một lần lưu</source>
        <translation>Undo a save</translation>
    </message>
    <message>
        <source>Đưa các đối tượng của một lần lưu về như trước đó, thành bản nháp mới; lịch sử vẫn còn nguyên.</source>
        <translation>Brings the features of a save back to what they were before, as new drafts; history stays whole.</translation>
    </message>
    <message>
        <source>{by} đã sửa sau đó</source>
        <translation>changed later by {by}</translation>
    </message>
    <message>
        <source>Số của lần lưu</source>
        <translation>Number of the save</translation>
    </message>
    <message>
        <source>Lý do</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>Cả những đối tượng đã có người sửa sau đó</source>
        <translation>Features that somebody changed later, too</translation>
    </message>
    <message>
        <source>Số đối tượng đã có người sửa sau đó</source>
        <translation>Features that somebody changed later</translation>
    </message>
    <message>
        <source>Hoàn lại phải có lý do.</source>
        <translation>An undo needs a reason.</translation>
    </message>
    <message>
        <source>Hoàn lại lần lưu {number}</source>
        <translation>Undo of save {number}</translation>
    </message>
    <message>
        <source>Danh sách chờ duyệt</source>
        <translation>Review list</translation>
    </message>
    <message>
        <source>Chỉ trong địa bàn của tôi</source>
        <translation>In my areas only</translation>
    </message>
    <message>
        <source>Đang chờ duyệt</source>
        <translation>Waiting for review</translation>
    </message>
    <message>
        <source>{count} đối tượng chờ duyệt.</source>
        <translation>{count} features wait for review.</translation>
    </message>
    <message>
        <source>Bản đồ lúc trước</source>
        <translation>Map as it was</translation>
    </message>
    <message>
        <source>Chạy theo thời gian, đến</source>
        <translation>Run through time, until</translation>
    </message>
    <message>
        <source>Như cán bộ đã có (kể cả bản nháp)</source>
        <translation>As the staff had it (drafts included)</translation>
    </message>
    <message>
        <source>Như công chúng đã thấy (bản đã duyệt)</source>
        <translation>As the public saw it (approved versions)</translation>
    </message>
    <message>
        <source>Lúc (giờ Việt Nam)</source>
        <translation>At (Vietnamese time)</translation>
    </message>
    <message>
        <source>Mở</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>Về bản đồ hiện nay</source>
        <translation>Back to the map of now</translation>
    </message>
    <message>
        <source>Lúc kết thúc phải sau lúc bắt đầu.</source>
        <translation>The end must be after the beginning.</translation>
    </message>
    <message>
        <source>Chọn một đối tượng trên bản đồ rồi bấm «Lịch sử», hoặc mở từ các danh sách bên.</source>
        <translation>Select a feature on the map and click “History”, or open one from the lists beside.</translation>
    </message>
    <message>
        <source>chưa có</source>
        <translation>not there yet</translation>
    </message>
    <message>
        <source>phiên bản ngay trước</source>
        <translation>the version before</translation>
    </message>
    <message>
        <source>bản hiện nay</source>
        <translation>the present version</translation>
    </message>
    <message>
        <source>Hai phiên bản giống nhau.</source>
        <translation>Both versions are alike.</translation>
    </message>
    <message>
        <source>Chưa chọn đối tượng nào.</source>
        <translation>No feature is chosen.</translation>
    </message>
    <message>
        <source>Đây là bản hiện nay.</source>
        <translation>This is the present version.</translation>
    </message>
    <message>
        <source>Phiên bản này là lúc đối tượng đã bị gỡ: hãy chọn một phiên bản còn trên bản đồ.</source>
        <translation>In this version the feature was removed: choose one that was on the map.</translation>
    </message>
    <message>
        <source>Khôi phục phiên bản này…</source>
        <translation>Restore this version…</translation>
    </message>
    <message>
        <source>Hoàn tác cả lần lưu…</source>
        <translation>Undo the whole save…</translation>
    </message>
    <message>
        <source>Tới trên bản đồ</source>
        <translation>Show on the map</translation>
    </message>
    <message>
        <source>Mọi đối tượng được lưu cùng lúc với phiên bản này: xem trước, rồi hoàn tác (U)</source>
        <translation>All features saved together with this version: preview, then undo (U)</translation>
    </message>
    <message>
        <source>Xem trước rồi khôi phục thành một bản nháp mới (R)</source>
        <translation>Preview, then restore as a new draft (R)</translation>
    </message>
    <message>
        <source>So &amp;với</source>
        <translation>Compare &amp;with</translation>
    </message>
    <message>
        <source>Vị trí qua thời gian</source>
        <translation>Position through time</translation>
    </message>
    <message>
        <source>Thấy tất cả</source>
        <translation>Show all</translation>
    </message>
    <message>
        <source>Chạy lần lượt từ phiên bản đầu đến nay (P)</source>
        <translation>Play from the first version until now (P)</translation>
    </message>
    <message>
        <source>Chạy qua các phiên bản</source>
        <translation>Play the versions</translation>
    </message>
    <message>
        <source>Phiên bản đang xem</source>
        <translation>Version shown</translation>
    </message>
    <message>
        <source>Mọi phiên bản</source>
        <translation>All versions</translation>
    </message>
    <message>
        <source>Vì sao khôi phục? (bắt buộc, người duyệt sẽ thấy)</source>
        <translation>Why restore? (required, the supervisor will see it)</translation>
    </message>
    <message>
        <source>Chọn hết</source>
        <translation>Tick all</translation>
    </message>
    <message>
        <source>Bỏ chọn hết</source>
        <translation>Untick all</translation>
    </message>
    <message>
        <source>Hãy ghi lý do trước.</source>
        <translation>Give a reason first.</translation>
    </message>
    <message>
        <source>Khôi phục {count} đối tượng</source>
        <translation>Restore {count} features</translation>
    </message>
    <message>
        <source>{count} đối tượng, đang chọn {chosen}.</source>
        <translation>{count} features, {chosen} ticked.</translation>
    </message>
    <message>
        <source>{count} đối tượng được sửa sau đó nên không chọn sẵn.</source>
        <translation>{count} features were edited later and are not ticked by themselves.</translation>
    </message>
    <message>
        <source>⚠ Ở {count} đối tượng, sửa đổi sau đó cũng bị hoàn tác.</source>
        <translation>⚠ In {count} features later edits are undone, too.</translation>
    </message>
    <message>
        <source>biểu mẫu của nó đang mở</source>
        <translation>its form is open</translation>
    </message>
    <message>
        <source>Đã khôi phục nội dung phiên bản {old} thành phiên bản {version}, là bản nháp: hãy gửi duyệt khi đã kiểm tra.</source>
        <translation>The content of version {old} is restored as version {version}, a draft: submit it once you have checked it.</translation>
    </message>
    <message>
        <source>Đang khôi phục…</source>
        <translation>Restoring…</translation>
    </message>
    <message>
        <source>Đối tượng này chưa được lưu nên chưa có lịch sử.</source>
        <translation>This feature is not saved yet, so it has no history.</translation>
    </message>
    <message>
        <source>Lịch sử, khôi phục…</source>
        <translation>History, restore…</translation>
    </message>
    <message>
        <source>Bản đồ lúc trước…</source>
        <translation>Map as it was…</translation>
    </message>
    <message>
        <source>bạn có sửa đổi chưa lưu</source>
        <translation>you have unsaved edits</translation>
    </message>
    <message>
        <source>Đang chọn {count} đối tượng: hãy chọn một.</source>
        <translation>{count} features are selected: select one.</translation>
    </message>
    <message>
        <source>Đang mở bản đồ lúc trước…</source>
        <translation>Opening the map as it was…</translation>
    </message>
    <message>
        <source>Về bản đồ hiện nay: bỏ nhóm lịch sử này</source>
        <translation>Back to the map of now: remove this group of history</translation>
    </message>
    <message>
        <source>{person}, {at}</source>
        <translation>{person}, {at}</translation>
    </message>
    <message>
        <source>Tìm theo tên, có dấu hay không</source>
        <translation>Search by name, with or without accents</translation>
    </message>
    <message>
        <source>Bị gỡ</source>
        <translation>Removed</translation>
    </message>
    <message>
        <source>Đưa trở lại những gì đã gỡ bỏ</source>
        <translation>Bring back what was removed</translation>
    </message>
    <message>
        <source>Không có gì như vậy đã bị gỡ bỏ.</source>
        <translation>Nothing like that was removed.</translation>
    </message>
    <message>
        <source>«{name}» sẽ có một phiên bản mới, là bản nháp; các phiên bản đã có không mất. Bản công khai chỉ đổi sau khi duyệt.</source>
        <translation>“{name}” gets a new version, a draft; no version is lost. What is public changes only after approval.</translation>
    </message>
    <message>
        <source>Đang so sánh…</source>
        <translation>Comparing…</translation>
    </message>
    <message>
        <source>&amp;Giữ những gì được sửa sau</source>
        <translation>&amp;Keep what was edited after</translation>
    </message>
    <message>
        <source>Các sửa đổi đến hết phiên bản này bị hoàn tác, các sửa đổi sau nó được giữ</source>
        <translation>Edits up to this version are undone, edits after it are kept</translation>
    </message>
    <message>
        <source>Khôi phục thành bản nháp</source>
        <translation>Restore as a draft</translation>
    </message>
    <message>
        <source>Đối tượng vừa được sửa tiếp: hãy đóng cửa sổ này và xem lại.</source>
        <translation>The feature has just been edited again: close this window and look again.</translation>
    </message>
    <message>
        <source>Mục có ô đánh dấu còn được sửa sau đó nữa: không đánh dấu thì giữ như hiện nay.</source>
        <translation>Fields with a box were edited later as well: without a tick they stay as they are now.</translation>
    </message>
    <message>
        <source>Sau phiên bản này chỉ có một lần sửa.</source>
        <translation>There was only one edit after this version.</translation>
    </message>
    <message>
        <source>Khôi phục phiên bản {version}</source>
        <translation>Restore version {version}</translation>
    </message>
    <message>
        <source>Không có gì khác so với hiện nay.</source>
        <translation>Nothing differs from now.</translation>
    </message>
    <message>
        <source>&amp;Đúng như phiên bản {version}</source>
        <translation>&amp;Exactly as version {version}</translation>
    </message>
    <message>
        <source>✓ đã khôi phục thành bản nháp</source>
        <translation>✓ restored as a draft</translation>
    </message>
    <message>
        <source>Sẽ</source>
        <translation>Will</translation>
    </message>
    <message>
        <source>Phiên bản</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Việc</source>
        <translation>Deed</translation>
    </message>
    <message>
        <source>Từ đâu</source>
        <translation>From where</translation>
    </message>
    <message>
        <source>Duyệt</source>
        <translation>Approve</translation>
    </message>
    <message>
        <source>Ghi chú</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>Các phiên bản của đối tượng</source>
        <translation>Versions of the feature</translation>
    </message>
    <message>
        <source>✓ {person} {at}</source>
        <translation>✓ {person} {at}</translation>
    </message>
    <message>
        <source>công khai</source>
        <translation>public</translation>
    </message>
    <message>
        <source>Xem trước</source>
        <translation>Preview</translation>
    </message>
    <message>
        <source>Được sửa sau đó</source>
        <translation>Edited later</translation>
    </message>
    <message>
        <source>Đang xem trước…</source>
        <translation>Previewing…</translation>
    </message>
    <message>
        <source>Hoàn tác lần lưu {number}</source>
        <translation>Undo save {number}</translation>
    </message>
    <message>
        <source>Bấm «Xem trước» để thấy việc hoàn tác sẽ làm gì.</source>
        <translation>Click “Preview” to see what undoing would do.</translation>
    </message>
    <message>
        <source>Hoàn tác gì</source>
        <translation>What to undo</translation>
    </message>
    <message>
        <source>Hãy chọn trong danh sách.</source>
        <translation>Choose from the list.</translation>
    </message>
    <message>
        <source>Đưa {area} về lúc {at}</source>
        <translation>Bring {area} back to {at}</translation>
    </message>
    <message>
        <source>Không có gì để hoàn tác: nội dung hiện nay đã như vậy.</source>
        <translation>Nothing to undo: the present content is like that already.</translation>
    </message>
    <message>
        <source>Một lần lưu</source>
        <translation>One save</translation>
    </message>
    <message>
        <source>Một ngày của một người</source>
        <translation>A person’s day</translation>
    </message>
    <message>
        <source>Một địa bàn</source>
        <translation>An area</translation>
    </message>
    <message>
        <source>Hoàn tác ngày {day} của {person}</source>
        <translation>Undo {day} of {person}</translation>
    </message>
    <message>
        <source>ngày</source>
        <translation>day</translation>
    </message>
    <message>
        <source>về lúc</source>
        <translation>back to</translation>
    </message>
    <message>
        <source>Lịch sử và khôi phục</source>
        <translation>History and restore</translation>
    </message>
    <message>
        <source>&amp;Đối tượng</source>
        <translation>&amp;Feature</translation>
    </message>
    <message>
        <source>&amp;Hoàn tác nhiều</source>
        <translation>&amp;Undo many</translation>
    </message>
    <message>
        <source>Đã &amp;gỡ bỏ</source>
        <translation>&amp;Removed</translation>
    </message>
    <message>
        <source>⚠ {person} sửa lúc {at}</source>
        <translation>⚠ edited by {person} at {at}</translation>
    </message>
    <message>
        <source>phiên bản {version}: {person}, {at}</source>
        <translation>version {version}: {person}, {at}</translation>
    </message>
    <message>
        <source>{number} · {person} · {at} · {count} đối tượng</source>
        <translation>{number} · {person} · {at} · {count} features</translation>
    </message>
    <message>
        <source>Bạn đang sửa {names}: hãy lưu hoặc bỏ các sửa đổi chưa lưu, đóng biểu mẫu, rồi khôi phục.</source>
        <translation>You are editing {names}: save or discard the unsaved edits, close the form, then restore.</translation>
    </message>
    <message>
        <source>tạo mới</source>
        <translation>created</translation>
    </message>
    <message>
        <source>trả nội dung cũ</source>
        <translation>get its old content back</translation>
    </message>
    <message>
        <source>trả vị trí cũ</source>
        <translation>get its old position back</translation>
    </message>
    <message>
        <source>đưa trở lại</source>
        <translation>be brought back</translation>
    </message>
    <message>
        <source>Lịch sử, công chúng thấy: {at}</source>
        <translation>History, as the public saw it: {at}</translation>
    </message>
    <message>
        <source>Lịch sử: {at}</source>
        <translation>History: {at}</translation>
    </message>
    <message>
        <source>{name} (đơn vị năm {era})</source>
        <translation>{name} (units of {era})</translation>
    </message>
    <message>
        <source>Hỏi: {words}</source>
        <translation>Question: {words}</translation>
    </message>
    <message>
        <source>Hộp thư</source>
        <translation>Inbox</translation>
    </message>
    <message>
        <source>Đã sửa từ khi trả lại</source>
        <translation>Changed since the return</translation>
    </message>
    <message>
        <source>Lưu và gửi lại</source>
        <translation>Save and resubmit</translation>
    </message>
    <message>
        <source>Gửi lại</source>
        <translation>Resubmit</translation>
    </message>
    <message>
        <source>Lý do, câu hỏi</source>
        <translation>Reason, question</translation>
    </message>
    <message>
        <source>Sửa; ở trường mà lý do nêu tên, nếu có</source>
        <translation>Correct it; at the field the reason names, if it names one</translation>
    </message>
    <message>
        <source>Bản đồ</source>
        <translation>Map</translation>
    </message>
    <message>
        <source>Tới chỗ trên bản đồ</source>
        <translation>Go to the place on the map</translation>
    </message>
    <message>
        <source>Lịch sử</source>
        <translation>History</translation>
    </message>
    <message>
        <source>Mọi phiên bản: so sánh, khôi phục</source>
        <translation>All versions: compare, restore</translation>
    </message>
    <message>
        <source>Lưu nếu có sửa đổi, rồi giao lại cho người duyệt</source>
        <translation>Save what is edited, then hand it over to the supervisor again</translation>
    </message>
    <message>
        <source>Trao đổi ({count})</source>
        <translation>Talk ({count})</translation>
    </message>
    <message>
        <source>Đã gửi lại «{name}» (phiên bản {version}); người duyệt thấy ngay.</source>
        <translation>“{name}” is resubmitted (version {version}); the supervisor sees it at once.</translation>
    </message>
    <message>
        <source>Đang gửi…</source>
        <translation>Sending…</translation>
    </message>
    <message>
        <source>Hộp thư: {count} việc chờ bạn</source>
        <translation>Inbox: {count} things wait for you</translation>
    </message>
    <message>
        <source>Hộp thư: không có gì chờ bạn</source>
        <translation>Inbox: nothing waits for you</translation>
    </message>
    <message>
        <source>Chưa mở bản đồ: mở rồi mới biết có gì chờ bạn.</source>
        <translation>No map is open: open it to learn what waits for you.</translation>
    </message>
    <message>
        <source>Gửi duyệt…</source>
        <translation>Submit…</translation>
    </message>
    <message>
        <source>Đối tượng đã được gỡ bỏ khỏi bản đồ: gửi lại việc gỡ bỏ, hoặc khôi phục trong «Lịch sử».</source>
        <translation>The feature has been removed from the map: resubmit the removal, or restore the feature in “History”.</translation>
    </message>
    <message>
        <source>Đã trả lời về «{name}».</source>
        <translation>Answered about “{name}”.</translation>
    </message>
    <message>
        <source>Mở Hộp thư</source>
        <translation>Open the inbox</translation>
    </message>
    <message>
        <source>Đang đọc…</source>
        <translation>Reading…</translation>
    </message>
    <message>
        <source>Chưa lưu được nên chưa gửi lại: xem lý do ở bảng «Lưu».</source>
        <translation>Not saved, so not resubmitted: the panel “Save” says why.</translation>
    </message>
    <message>
        <source>Câu trả lời</source>
        <translation>Answer</translation>
    </message>
    <message>
        <source>Trả lời người duyệt… (T)</source>
        <translation>Answer the supervisor… (T)</translation>
    </message>
    <message>
        <source>Trả lời</source>
        <translation>Answer</translation>
    </message>
    <message>
        <source>Gửi câu trả lời (Ctrl+Enter)</source>
        <translation>Send the answer (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>Phiên bản {version}</source>
        <translation>Version {version}</translation>
    </message>
    <message>
        <source>Đã đổi {count} mục từ khi bị trả lại.</source>
        <translation>{count} items changed since the return.</translation>
    </message>
    <message>
        <source>Đã lưu lại nhưng không đổi gì từ khi bị trả lại.</source>
        <translation>Saved again since the return, but nothing changed.</translation>
    </message>
    <message>
        <source>Chưa lưu sửa đổi nào từ khi bị trả lại.</source>
        <translation>No change saved since the return.</translation>
    </message>
    <message>
        <source>Mở biểu mẫu, sửa theo lý do, rồi bấm «Lưu và gửi lại». Nếu bản này đã đúng: trả lời vì sao, rồi gửi lại.</source>
        <translation>Open the form, correct what the reason says, then press “Save and resubmit”. If this version is right: answer why, then resubmit.</translation>
    </message>
    <message>
        <source>{returned} bản cần sửa và gửi lại, {asked} câu hỏi.</source>
        <translation>{returned} to correct and resubmit, {asked} questions.</translation>
    </message>
    <message>
        <source>Không có gì chờ bạn: không bản nào bị trả lại, không câu hỏi nào chưa trả lời.</source>
        <translation>Nothing waits for you: nothing was returned, no question is open.</translation>
    </message>
    <message>
        <source>{person} hỏi lúc {at}: {reason}</source>
        <translation>{person} asked at {at}: {reason}</translation>
    </message>
    <message>
        <source>{person} trả lại phiên bản {version} lúc {at}: {reason}</source>
        <translation>{person} returned version {version} at {at}: {reason}</translation>
    </message>
    <message>
        <source>Có sửa đổi chưa lưu: bấm «Lưu và gửi lại» khi đã sửa xong.</source>
        <translation>There are unsaved changes: press “Save and resubmit” when you are done.</translation>
    </message>
    <message>
        <source>Trả lời câu hỏi bên dưới; bản này vẫn chờ duyệt. Cần sửa thì mở biểu mẫu, sửa rồi gửi lại.</source>
        <translation>Answer the question below; this version still waits for approval. If it needs correcting, open the form, correct it and resubmit.</translation>
    </message>
    <message>
        <source>Mọi bản của bạn đã được gửi hoặc duyệt; cứ tiếp tục nhập liệu, có gì trả lại sẽ hiện ngay ở đây.</source>
        <translation>All your work is submitted or approved; go on entering data: whatever comes back appears here at once.</translation>
    </message>
    <message>
        <source>Đã lưu thành phiên bản {version}: xem lại rồi bấm «Gửi lại».</source>
        <translation>Saved as version {version}: look it over, then press “Resubmit”.</translation>
    </message>
    <message>
        <source>Bạn còn {count} bản nháp chưa gửi: kiểm tra rồi gửi duyệt.</source>
        <translation>You have {count} drafts not submitted yet: check them, then submit.</translation>
    </message>
    <message>
        <source>{count} việc chờ bạn trong Hộp thư.</source>
        <translation>{count} things wait for you in the inbox.</translation>
    </message>
    <message>
        <source>{person} còn được ghi ở {area} đến hết</source>
        <translation>{person} may write in {area} until the end of</translation>
    </message>
    <message>
        <source>Ngày cuối cùng</source>
        <translation>Last day</translation>
    </message>
    <message>
        <source>Hết hạn địa bàn</source>
        <translation>End of area</translation>
    </message>
    <message>
        <source>Tên hoặc mã huyện, xã (không cần dấu)</source>
        <translation>Name or code of district, commune (accents not needed)</translation>
    </message>
    <message>
        <source>Giao</source>
        <translation>Grant</translation>
    </message>
    <message>
        <source>Giao địa bàn cho {person}</source>
        <translation>Grant an area to {person}</translation>
    </message>
    <message>
        <source>Người mới</source>
        <translation>New person</translation>
    </message>
    <message>
        <source>chữ thường không dấu, số, gạch dưới</source>
        <translation>small letters without accents, digits, underscore</translation>
    </message>
    <message>
        <source>Tài khoản chưa có mật khẩu: quản trị viên đặt bằng \password trong psql, để mật khẩu không nằm lại ở đâu.</source>
        <translation>The login has no password yet: the administrator sets it with \password in psql, so that it stays nowhere.</translation>
    </message>
    <message>
        <source>Vai trò</source>
        <translation>Role</translation>
    </message>
    <message>
        <source>Giám sát…</source>
        <translation>Oversight…</translation>
    </message>
    <message>
        <source>Nhân sự và địa bàn…</source>
        <translation>Staff and areas…</translation>
    </message>
    <message>
        <source>Hôm nay</source>
        <translation>Today</translation>
    </message>
    <message>
        <source>7 ngày qua</source>
        <translation>Last 7 days</translation>
    </message>
    <message>
        <source>30 ngày qua</source>
        <translation>Last 30 days</translation>
    </message>
    <message>
        <source>90 ngày qua</source>
        <translation>Last 90 days</translation>
    </message>
    <message>
        <source>Tự chọn</source>
        <translation>Other days</translation>
    </message>
    <message>
        <source>Đang ghi…</source>
        <translation>Writing…</translation>
    </message>
    <message>
        <source>Không có gì thay đổi.</source>
        <translation>Nothing changed.</translation>
    </message>
    <message>
        <source>Đã ghi, có hiệu lực ngay.</source>
        <translation>Done, effective at once.</translation>
    </message>
    <message>
        <source>Nhân sự và địa bàn</source>
        <translation>Staff and areas</translation>
    </message>
    <message>
        <source>Tìm người, vai trò, địa bàn (không cần dấu)</source>
        <translation>Find person, role, area (accents not needed)</translation>
    </message>
    <message>
        <source>Địa bàn</source>
        <translation>Area</translation>
    </message>
    <message>
        <source>Mã, kỳ</source>
        <translation>Code, era</translation>
    </message>
    <message>
        <source>Đến</source>
        <translation>Until</translation>
    </message>
    <message>
        <source>Giao địa bàn…</source>
        <translation>Grant area…</translation>
    </message>
    <message>
        <source>Thu hồi</source>
        <translation>Revoke</translation>
    </message>
    <message>
        <source>Đặt hết hạn…</source>
        <translation>Set end…</translation>
    </message>
    <message>
        <source>Người mới…</source>
        <translation>New person…</translation>
    </message>
    <message>
        <source>Thu mọi quyền…</source>
        <translation>Revoke everything…</translation>
    </message>
    <message>
        <source>Thu mọi vai trò và địa bàn của {person}? Có hiệu lực ngay.</source>
        <translation>Revoke all roles and areas of {person}? Effective at once.</translation>
    </message>
    <message>
        <source>{count} người, {written} sửa đổi, {decided} lần xét duyệt.</source>
        <translation>{count} persons, {written} edits, {decided} decisions.</translation>
    </message>
    <message>
        <source>Đang ghi nhật ký…</source>
        <translation>Writing the log…</translation>
    </message>
    <message>
        <source>Xuất bảng CSV</source>
        <translation>Export CSV</translation>
    </message>
    <message>
        <source>Giám sát</source>
        <translation>Oversight</translation>
    </message>
    <message>
        <source>Enter mở lịch sử của đối tượng.</source>
        <translation>Enter opens the history of the feature.</translation>
    </message>
    <message>
        <source>Gộp theo huyện</source>
        <translation>Sum by district</translation>
    </message>
    <message>
        <source>Đọc lại (F5)</source>
        <translation>Read again (F5)</translation>
    </message>
    <message>
        <source>Xuất bảng này…</source>
        <translation>Export this table…</translation>
    </message>
    <message>
        <source>CSV của bảng đang xem (Ctrl+E)</source>
        <translation>CSV of the table in view (Ctrl+E)</translation>
    </message>
    <message>
        <source>Xuất toàn bộ nhật ký…</source>
        <translation>Export the whole log…</translation>
    </message>
    <message>
        <source>CSV mọi việc trong thời gian này (Ctrl+Shift+E)</source>
        <translation>CSV of everything in this period (Ctrl+Shift+E)</translation>
    </message>
    <message>
        <source>{count} dòng.</source>
        <translation>{count} rows.</translation>
    </message>
    <message>
        <source>Đã ghi {count} dòng vào {file}.</source>
        <translation>{count} rows written to {file}.</translation>
    </message>
    <message>
        <source>⚠ {errors} mục có lỗi, {warnings} mục có cảnh báo.</source>
        <translation>⚠ {errors} items with errors, {warnings} items with warnings.</translation>
    </message>
    <message>
        <source>Bỏ ra {count} mục: {own} do bạn tham gia soạn, {foreign} ngoài địa bàn của bạn.</source>
        <translation>Left out: {count} items, {own} of them written by you, {foreign} outside your areas.</translation>
    </message>
    <message>
        <source>{done}: {count} mục. Không được: {refused} mục.</source>
        <translation>{done}: {count} items. Refused: {refused} items.</translation>
    </message>
    <message>
        <source>Đã duyệt</source>
        <translation>Approved</translation>
    </message>
    <message>
        <source>Đã trả lại</source>
        <translation>Returned</translation>
    </message>
    <message>
        <source>Duyệt {count} mục</source>
        <translation>Approve {count} items</translation>
    </message>
    <message>
        <source>Trả lại {count} mục</source>
        <translation>Return {count} items</translation>
    </message>
    <message>
        <source>{count} mục: {kinds}.</source>
        <translation>{count} items: {kinds}.</translation>
    </message>
    <message>
        <source>Duyệt nhiều mục</source>
        <translation>Approve several items</translation>
    </message>
    <message>
        <source>Trả lại nhiều mục</source>
        <translation>Return several items</translation>
    </message>
    <message>
        <source>Ghi chú (không bắt buộc)</source>
        <translation>Note (optional)</translation>
    </message>
    <message>
        <source>Lý do trả lại: người soạn cần sửa gì?</source>
        <translation>Reason for the return: what must the author mend?</translation>
    </message>
    <message>
        <source>Chọn mẫu…</source>
        <translation>Choose a reason…</translation>
    </message>
    <message>
        <source>{count} mục chưa kiểm tra xong.</source>
        <translation>{count} items not checked yet.</translation>
    </message>
    <message>
        <source>Không được</source>
        <translation>Refused</translation>
    </message>
    <message>
        <source>Bàn duyệt</source>
        <translation>Review desk</translation>
    </message>
    <message>
        <source>Bản đồ theo</source>
        <translation>Map follows</translation>
    </message>
    <message>
        <source>Bản đồ của QGIS đi theo mục đang xem</source>
        <translation>The map of QGIS goes where the current item is</translation>
    </message>
    <message>
        <source>Duyệt…</source>
        <translation>Approve…</translation>
    </message>
    <message>
        <source>Duyệt các mục đã chọn, sau khi xem tóm tắt (Shift+A)</source>
        <translation>Approve the selected items, after a summary (Shift+A)</translation>
    </message>
    <message>
        <source>Trả lại…</source>
        <translation>Return…</translation>
    </message>
    <message>
        <source>Trả lại các mục đã chọn với một lý do (Shift+R)</source>
        <translation>Return the selected items with one reason (Shift+R)</translation>
    </message>
    <message>
        <source>Cả lần lưu…</source>
        <translation>Whole save…</translation>
    </message>
    <message>
        <source>Duyệt tất cả những gì đang chờ của lần lưu này (W)</source>
        <translation>Approve all that waits of this save (W)</translation>
    </message>
    <message>
        <source>Chọn một mục trong danh sách.</source>
        <translation>Choose an item in the list.</translation>
    </message>
    <message>
        <source> giờ</source>
        <translation> h</translation>
    </message>
    <message>
        <source>Chỉ các xã được giao cho bạn</source>
        <translation>Only the communes assigned to you</translation>
    </message>
    <message>
        <source>Ẩn bài của tôi</source>
        <translation>Hide my own</translation>
    </message>
    <message>
        <source>Bản bạn đã tham gia soạn thì người khác phải duyệt</source>
        <translation>What you helped to write has to be approved by somebody else</translation>
    </message>
    <message>
        <source>Mọi lúc</source>
        <translation>Any time</translation>
    </message>
    <message>
        <source>Chờ hơn 4 giờ</source>
        <translation>Waiting more than 4 h</translation>
    </message>
    <message>
        <source>Chờ hơn 24 giờ</source>
        <translation>Waiting more than 24 h</translation>
    </message>
    <message>
        <source>Chờ hơn 3 ngày</source>
        <translation>Waiting more than 3 days</translation>
    </message>
    <message>
        <source>Mới trong 1 giờ</source>
        <translation>New within 1 h</translation>
    </message>
    <message>
        <source>Mọi tình trạng</source>
        <translation>Any state</translation>
    </message>
    <message>
        <source>Gửi lại sau khi trả</source>
        <translation>Submitted again after return</translation>
    </message>
    <message>
        <source>Đang hỏi</source>
        <translation>Being asked about</translation>
    </message>
    <message>
        <source>Mọi người sửa</source>
        <translation>All authors</translation>
    </message>
    <message>
        <source>Mọi thay đổi</source>
        <translation>All changes</translation>
    </message>
    <message>
        <source>Mọi lần lưu</source>
        <translation>All saves</translation>
    </message>
    <message>
        <source>Mục sau</source>
        <translation>Next item</translation>
    </message>
    <message>
        <source>Mục trước</source>
        <translation>Previous item</translation>
    </message>
    <message>
        <source>Hỏi người soạn…</source>
        <translation>Ask the author…</translation>
    </message>
    <message>
        <source>Bỏ qua</source>
        <translation>Skip</translation>
    </message>
    <message>
        <source>Duyệt các mục đã chọn…</source>
        <translation>Approve the selected items…</translation>
    </message>
    <message>
        <source>Trả lại các mục đã chọn…</source>
        <translation>Return the selected items…</translation>
    </message>
    <message>
        <source>Duyệt cả lần lưu…</source>
        <translation>Approve the whole save…</translation>
    </message>
    <message>
        <source>Chỉ xem lần lưu này</source>
        <translation>Only this save</translation>
    </message>
    <message>
        <source>Tìm</source>
        <translation>Find</translation>
    </message>
    <message>
        <source>Đọc lại</source>
        <translation>Read again</translation>
    </message>
    <message>
        <source>Bàn duyệt: dành cho người duyệt, sau khi mở bản đồ</source>
        <translation>Review desk: for supervisors, once a map is open</translation>
    </message>
    <message>
        <source>Bàn duyệt dành cho người duyệt.</source>
        <translation>The review desk is for supervisors.</translation>
    </message>
    <message>
        <source>Đối tượng này không chờ duyệt.</source>
        <translation>This feature does not wait for a decision.</translation>
    </message>
    <message>
        <source>Đã xác nhận {count} đối tượng.</source>
        <translation>{count} features verified.</translation>
    </message>
    <message>
        <source>Bàn duyệt: {count} mục chờ bạn duyệt</source>
        <translation>Review desk: {count} items wait for your decision</translation>
    </message>
    <message>
        <source>Bản đồ đang mở không có đối tượng này.</source>
        <translation>The open map does not have this feature.</translation>
    </message>
    <message>
        <source>Bộ lọc</source>
        <translation>Filters</translation>
    </message>
    <message>
        <source>Bộ lọc của tôi: chọn, lưu, đổi tên, xóa</source>
        <translation>My filters: choose, save, rename, delete</translation>
    </message>
    <message>
        <source>Lưu bộ lọc</source>
        <translation>Save filter</translation>
    </message>
    <message>
        <source>Tên bộ lọc</source>
        <translation>Name of the filter</translation>
    </message>
    <message>
        <source>Lọc thêm</source>
        <translation>More filters</translation>
    </message>
    <message>
        <source>Lọc theo lớp, xã, người sửa, loại thay đổi, mức, thời gian chờ, lần lưu, tình trạng</source>
        <translation>By layer, commune, author, kind of change, severity, waiting time, save, state</translation>
    </message>
    <message>
        <source>Bộ lọc của tôi</source>
        <translation>My filters</translation>
    </message>
    <message>
        <source>F2 để đổi tên, Delete để xóa</source>
        <translation>F2 renames, Delete deletes</translation>
    </message>
    <message>
        <source>Xóa</source>
        <translation>Delete</translation>
    </message>
    <message>
        <source>Xem tất cả</source>
        <translation>Show all</translation>
    </message>
    <message>
        <source>Lưu bộ lọc này…</source>
        <translation>Save this filter…</translation>
    </message>
    <message>
        <source>Đổi tên, xóa…</source>
        <translation>Rename, delete…</translation>
    </message>
    <message>
        <source>{errors} có lỗi, {warnings} có cảnh báo</source>
        <translation>{errors} with errors, {warnings} with warnings</translation>
    </message>
    <message>
        <source>Người sửa</source>
        <translation>Author</translation>
    </message>
    <message>
        <source>Mới</source>
        <translation>New</translation>
    </message>
    <message>
        <source>Dời vị trí</source>
        <translation>Moved</translation>
    </message>
    <message>
        <source>Chờ duyệt</source>
        <translation>Waiting for a decision</translation>
    </message>
    <message>
        <source>Hết hạn trong 24 giờ</source>
        <translation>Ending within 24 h</translation>
    </message>
    <message>
        <source>Có cảnh báo</source>
        <translation>With warnings</translation>
    </message>
    <message>
        <source>Theo lần lưu</source>
        <translation>By save</translation>
    </message>
    <message>
        <source>Theo người sửa</source>
        <translation>By author</translation>
    </message>
    <message>
        <source>Không nhóm</source>
        <translation>Not grouped</translation>
    </message>
    <message>
        <source>Thay đổi</source>
        <translation>Changes</translation>
    </message>
    <message>
        <source>Vì sao</source>
        <translation>Why</translation>
    </message>
    <message>
        <source>Chờ</source>
        <translation>Waits</translation>
    </message>
    <message>
        <source>Có lỗi</source>
        <translation>With errors</translation>
    </message>
    <message>
        <source>Không vướng gì</source>
        <translation>Nothing found</translation>
    </message>
    <message>
        <source>{days} ngày</source>
        <translation>{days} d</translation>
    </message>
    <message>
        <source>Bạn đã tham gia soạn bản này nên người khác phải duyệt.</source>
        <translation>You wrote part of this version, so somebody else has to approve it.</translation>
    </message>
    <message>
        <source>Ngoài địa bàn được giao cho bạn.</source>
        <translation>Outside the areas assigned to you.</translation>
    </message>
    <message>
        <source>Đang chờ người soạn trả lời.</source>
        <translation>Waiting for the author’s answer.</translation>
    </message>
    <message>
        <source>{shown} trong {total}</source>
        <translation>{shown} of {total}</translation>
    </message>
    <message>
        <source>Chưa xác minh {hours} giờ</source>
        <translation>Not verified for {hours} h</translation>
    </message>
    <message>
        <source>{minutes} phút</source>
        <translation>{minutes} min</translation>
    </message>
    <message>
        <source>{hours} giờ</source>
        <translation>{hours} h</translation>
    </message>
    <message>
        <source>Lý do người soạn ghi: {reason}</source>
        <translation>The author’s reason: {reason}</translation>
    </message>
    <message>
        <source>Gửi lại sau khi bị trả (phiên bản {version}).</source>
        <translation>Submitted again after it was returned (version {version}).</translation>
    </message>
    <message>
        <source>Chỉ duyệt trường đã chọn…</source>
        <translation>Approve ticked fields…</translation>
    </message>
    <message>
        <source>Hỏi…</source>
        <translation>Ask…</translation>
    </message>
    <message>
        <source>◀ Trước</source>
        <translation>◀ Previous</translation>
    </message>
    <message>
        <source>Sau ▶</source>
        <translation>Next ▶</translation>
    </message>
    <message>
        <source>Công khai đúng phiên bản đang xem</source>
        <translation>Make exactly the version shown public</translation>
    </message>
    <message>
        <source>Công khai các trường đã đánh dấu (phím cách), phần còn lại trả về người soạn kèm lý do</source>
        <translation>Make the ticked fields public (space bar); the rest goes back to the author with a reason</translation>
    </message>
    <message>
        <source>Trả về người soạn kèm lý do</source>
        <translation>Give it back to the author with a reason</translation>
    </message>
    <message>
        <source>Hỏi người soạn; thay đổi vẫn chờ duyệt</source>
        <translation>Ask the author; the change goes on waiting</translation>
    </message>
    <message>
        <source>Để lại, xem mục sau</source>
        <translation>Leave it, look at the next</translation>
    </message>
    <message>
        <source>Lỗi và cảnh báo của thay đổi này</source>
        <translation>Errors and warnings of this change</translation>
    </message>
    <message>
        <source>diện tích {old} → {new} ha ({more} ha)</source>
        <translation>area {old} → {new} ha ({more} ha)</translation>
    </message>
    <message>
        <source>Thấy cả hai (Z)</source>
        <translation>Show both (Z)</translation>
    </message>
    <message>
        <source>Nháy</source>
        <translation>Blink</translation>
    </message>
    <message>
        <source>Hiện lần lượt trước và sau (B)</source>
        <translation>Show before and after in turn (B)</translation>
    </message>
    <message>
        <source>Cùng lớp</source>
        <translation>Same layer</translation>
    </message>
    <message>
        <source>Dời {metres} m</source>
        <translation>Moved {metres} m</translation>
    </message>
    <message>
        <source>{added} đỉnh mới (○), {removed} đỉnh bỏ (✕)</source>
        <translation>{added} new vertices (○), {removed} gone (✕)</translation>
    </message>
    <message>
        <source>{count} đối tượng cùng lớp quanh đây: {names}</source>
        <translation>{count} features of the layer close by: {names}</translation>
    </message>
    <message>
        <source>Trước: chưa có</source>
        <translation>Before: nothing</translation>
    </message>
    <message>
        <source>Mọi trường (F)</source>
        <translation>All fields (F)</translation>
    </message>
    <message>
        <source>Công chúng đang thấy</source>
        <translation>The public sees</translation>
    </message>
    <message>
        <source>Công chúng sẽ thấy</source>
        <translation>The public will see</translation>
    </message>
    <message>
        <source>Công chúng</source>
        <translation>Public</translation>
    </message>
    <message>
        <source>Từ lần trả lại</source>
        <translation>Since the return</translation>
    </message>
    <message>
        <source>{words} (phiên bản {version})</source>
        <translation>{words} (version {version})</translation>
    </message>
    <message>
        <source>Khi bị trả lại</source>
        <translation>When returned</translation>
    </message>
    <message>
        <source>Lịch sử ({count})</source>
        <translation>History ({count})</translation>
    </message>
    <message>
        <source>Phím {key}</source>
        <translation>Key {key}</translation>
    </message>
    <message>
        <source>Lý do mẫu</source>
        <translation>Reasons to choose from</translation>
    </message>
    <message>
        <source>Gửi (Ctrl+Enter)</source>
        <translation>Send (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>Bỏ những gì vừa gõ (Esc)</source>
        <translation>Drop what was typed (Esc)</translation>
    </message>
    <message>
        <source>Lưu mẫu</source>
        <translation>Keep</translation>
    </message>
    <message>
        <source>Lưu câu này làm mẫu cho lần sau</source>
        <translation>Keep this sentence to choose it next time</translation>
    </message>
    <message>
        <source>Xóa mẫu</source>
        <translation>Forget</translation>
    </message>
    <message>
        <source>Không đề nghị mẫu này nữa</source>
        <translation>Do not offer this sentence any more</translation>
    </message>
    <message>
        <source>Bản đồ công khai: đối tượng này sẽ xuất hiện.</source>
        <translation>Public map: this feature will appear.</translation>
    </message>
    <message>
        <source>Bản đồ công khai: không đổi gì (chỉ sửa thông tin nội bộ).</source>
        <translation>Public map: nothing changes (internal facts only).</translation>
    </message>
    <message>
        <source>Bản đồ công khai: vẫn không có đối tượng này.</source>
        <translation>Public map: this feature stays off it.</translation>
    </message>
    <message>
        <source>Bản đồ công khai: đối tượng này sẽ biến mất.</source>
        <translation>Public map: this feature will disappear.</translation>
    </message>
    <message>
        <source>Bản đồ công khai: đổi {count} mục ({fields}).</source>
        <translation>Public map: {count} facts change ({fields}).</translation>
    </message>
    <message>
        <source>Vị trí chưa đúng: hãy đặt lại theo bản đồ hoặc ảnh vệ tinh.</source>
        <translation>The position is not right: place it anew by map or imagery.</translation>
    </message>
    <message>
        <source>Ranh giới chưa khớp với mô tả trong quyết định.</source>
        <translation>The boundary does not match the words of the decision.</translation>
    </message>
    <message>
        <source>Thiếu số quyết định hoặc văn bản nguồn.</source>
        <translation>The decision number or the source document is missing.</translation>
    </message>
    <message>
        <source>Tên hoặc địa chỉ chưa rõ.</source>
        <translation>Name or address is not clear.</translation>
    </message>
    <message>
        <source>Có vẻ trùng với đối tượng đã có: hãy kiểm tra.</source>
        <translation>It looks like a duplicate of an existing feature: check.</translation>
    </message>
    <message>
        <source>Thông tin đã cũ: hãy hỏi lại đơn vị cung cấp.</source>
        <translation>The information is old: ask the source again.</translation>
    </message>
    <message>
        <source>{person} vừa sửa tiếp: đây là bản mới (phiên bản {version}), hãy xem lại rồi quyết.</source>
        <translation>{person} has just changed it again: this is the new version ({version}); look at it, then decide.</translation>
    </message>
    <message>
        <source>Chỉ duyệt từng trường được khi đối tượng đã có bản duyệt và không bị gỡ bỏ.</source>
        <translation>Single fields can be approved only of a feature that has an approved version and is not taken away.</translation>
    </message>
    <message>
        <source>Hãy đánh dấu (phím cách) các trường đúng.</source>
        <translation>Tick the fields that are right (space bar).</translation>
    </message>
    <message>
        <source>Mọi trường đều được chọn: hãy duyệt cả thay đổi.</source>
        <translation>All fields are ticked: approve the whole change.</translation>
    </message>
    <message>
        <source>Đang gửi quyết định…</source>
        <translation>Sending the decision…</translation>
    </message>
    <message>
        <source>Duyệt một phần</source>
        <translation>Approve in part</translation>
    </message>
    <message>
        <source>Trả lại</source>
        <translation>Return</translation>
    </message>
    <message>
        <source>Câu hỏi cho người soạn (thay đổi vẫn chờ duyệt)</source>
        <translation>Question to the author (the change goes on waiting)</translation>
    </message>
    <message>
        <source>Gửi câu hỏi</source>
        <translation>Send the question</translation>
    </message>
    <message>
        <source>Công khai: {fields}. Vì sao phần còn lại được trả về?</source>
        <translation>Public: {fields}. Why does the rest go back?</translation>
    </message>
    <message>
        <source>{person} gửi duyệt lúc {at}</source>
        <translation>submitted by {person} at {at}</translation>
    </message>
    <message>
        <source>Chưa có thay đổi nào được chọn.</source>
        <translation>No change is chosen.</translation>
    </message>
    <message>
        <source>Đã có phiên bản {newest} mới hơn bản đang xem ({version}): hãy xem bản mới rồi quyết.</source>
        <translation>There is a version {newest} newer than the one shown ({version}): look at it, then decide.</translation>
    </message>
    <message>
        <source>Đối tượng này ngoài địa bàn được giao cho bạn: bạn xem được nhưng không quyết được.</source>
        <translation>This feature lies outside your areas: you may look, but not decide.</translation>
    </message>
    <message>
        <source>Bạn đã tham gia soạn bản này nên không được tự duyệt: cần một người khác.</source>
        <translation>You took part in writing this version, so you may not approve it: somebody else must.</translation>
    </message>
    <message>
        <source>gửi duyệt</source>
        <translation>submitted</translation>
    </message>
    <message>
        <source>duyệt</source>
        <translation>approved</translation>
    </message>
    <message>
        <source>trả lại</source>
        <translation>returned</translation>
    </message>
    <message>
        <source>xác nhận còn đúng</source>
        <translation>verified</translation>
    </message>
    <message>
        <source>hỏi</source>
        <translation>asked about</translation>
    </message>
    <message>
        <source>trả lời</source>
        <translation>answered about</translation>
    </message>
    <message>
        <source>{person} {deed} phiên bản {version} lúc {at}</source>
        <translation>{person} {deed} version {version} at {at}</translation>
    </message>
    <message>
        <source>Không còn chờ duyệt: {what}.</source>
        <translation>No longer waiting: {what}.</translation>
    </message>
    <message>
        <source>cùng soạn: {people}</source>
        <translation>written with: {people}</translation>
    </message>
    <message>
        <source>lý do chấp nhận cảnh báo: {reason}</source>
        <translation>reason for accepting warnings: {reason}</translation>
    </message>
    <message>
        <source>Khóa ký trong trình quản lý xác thực (mật khẩu của một cấu hình “Basic”)</source>
        <translation>Signing key in the authentication manager (the password of a “Basic” configuration)</translation>
    </message>
    <message>
        <source>Khóa ký trong một tệp</source>
        <translation>Signing key in a file</translation>
    </message>
    <message>
        <source>Không đọc được khóa ký «{name}» trong trình quản lý xác thực.</source>
        <translation>The signing key “{name}” cannot be read from the authentication manager.</translation>
    </message>
    <message>
        <source>Đưa trang công khai lên nơi người dân xem</source>
        <translation>Deploy the public site</translation>
    </message>
    <message>
        <source>Nơi đến (thư mục, user@máy:thư_mục, webdavs://…, hoặc tên:thư_mục của rclone)</source>
        <translation>Target (folder, user@host:folder, webdavs://…, or name:folder of rclone)</translation>
    </message>
    <message>
        <source>Số bản giữ lại ở nơi đến</source>
        <translation>Releases kept at the target</translation>
    </message>
    <message>
        <source>Lý do, khi phải thay một bản mới hơn hay có chữ ký ở nơi đến</source>
        <translation>Reason, when a newer or signed release at the target must be replaced</translation>
    </message>
    <message>
        <source>Số tệp đã tải lên</source>
        <translation>Files uploaded</translation>
    </message>
    <message>
        <source>Nơi đến đang hiện đúng bản {id}.</source>
        <translation>The target shows release {id} already.</translation>
    </message>
    <message>
        <source>Khóa công khai của nơi công bố (dòng khóa, hoặc tệp)</source>
        <translation>Public key of the publisher (its line, or a file)</translation>
    </message>
    <message>
        <source>Cấu hình “Basic” có khóa bí mật (tạo bằng “ncovy key”) làm mật khẩu; để trống thì không ký</source>
        <translation>A “Basic” configuration whose password is the secret key (made by “ncovy key”); empty: unsigned</translation>
    </message>
    <message>
        <source>Lưu kiểu hiển thị</source>
        <translation>Save the look of layers</translation>
    </message>
    <message>
        <source>Lưu kiểu hiển thị…</source>
        <translation>Save the look of layers…</translation>
    </message>
    <message>
        <source>Ký hiệu và nhãn đã sửa trong QGIS thành kiểu chung của mọi máy và của bản đồ công khai</source>
        <translation>Symbols and labels changed in QGIS become the common look of all desks and of the public map</translation>
    </message>
    <message>
        <source>Ký hiệu, nhãn của các lớp được chọn thành kiểu chung: máy nào mở bản đồ sau đó và bản phát hành tiếp theo đều theo.</source>
        <translation>Symbols and labels of the chosen layers become the common look: every desk that opens the map from now on, and the next release, will follow.</translation>
    </message>
    <message>
        <source>Lưu kiểu</source>
        <translation>Save the look</translation>
    </message>
    <message>
        <source>{title} (đã đổi)</source>
        <translation>{title} (changed)</translation>
    </message>
    <message>
        <source>Chưa chọn lớp nào.</source>
        <translation>No layer is chosen.</translation>
    </message>
    <message>
        <source>Đã lưu kiểu của {layers}. Lần phát hành tiếp theo sẽ dùng.</source>
        <translation>Saved the look of {layers}. The next release will use it.</translation>
    </message>
    <message>
        <source>Bản đồ công khai chưa thể hiện được:</source>
        <translation>The public map cannot show:</translation>
    </message>
    <message>
        <source>Kiểu hiển thị chưa lên được bản đồ công khai: {problem}</source>
        <translation>Of the look, the public map cannot show: {problem}</translation>
    </message>
    <message>
        <source>Ô bản đồ ảnh (XYZ) của bản phát hành</source>
        <translation>Raster tiles (XYZ) of the release</translation>
    </message>
    <message>
        <source>Vẽ bản phát hành hiện hành thành ô ảnh PNG cho chương trình cũ. Chỉ dùng tệp công khai của bản ấy.</source>
        <translation>Draws the current release as PNG tiles for old programs, from its public files alone.</translation>
    </message>
    <message>
        <source>QGIS này thiếu thuật toán «{name}»; hãy bật tiện ích Processing.</source>
        <translation>This QGIS has no algorithm “{name}”; switch the plugin Processing on.</translation>
    </message>
    <message>
        <source>Khung</source>
        <translation>Extent</translation>
    </message>
    <message>
        <source>Mức thu nhỏ nhất</source>
        <translation>Lowest zoom</translation>
    </message>
    <message>
        <source>Mức phóng to nhất</source>
        <translation>Highest zoom</translation>
    </message>
    <message>
        <source>Thư mục ô ảnh</source>
        <translation>Folder of the tiles</translation>
    </message>
    <message>
        <source>QGIS không vẽ được các ô ảnh; xem nhật ký ở trên.</source>
        <translation>QGIS could not draw the tiles; see the log above.</translation>
    </message>
    <message>
        <source>Khóa ký</source>
        <translation>Signing key</translation>
    </message>
    <message>
        <source>Những gì sẽ xuất hiện, thay đổi, biến mất trên bản đồ công khai; chưa ghi gì</source>
        <translation>What would appear, change and disappear on the public map; nothing is written</translation>
    </message>
    <message>
        <source>Mở mới</source>
        <translation>New</translation>
    </message>
    <message>
        <source>Dỡ bỏ</source>
        <translation>Lifted</translation>
    </message>
    <message>
        <source>Không còn hiển thị</source>
        <translation>No longer shown</translation>
    </message>
    <message>
        <source>Trên bản đồ</source>
        <translation>On the map</translation>
    </message>
    <message>
        <source>Xem trước bản phát hành</source>
        <translation>Preview of the release</translation>
    </message>
    <message>
        <source>Điểm sẽ thay đổi</source>
        <translation>Points that would change</translation>
    </message>
    <message>
        <source>Vùng sẽ thay đổi</source>
        <translation>Zones that would change</translation>
    </message>
    <message>
        <source>Số đối tượng thay đổi</source>
        <translation>Number of features that change</translation>
    </message>
    <message>
        <source>Thư mục chưa có bản phát hành nào: sẽ có {count} đối tượng.</source>
        <translation>The folder holds no release yet: there would be {count} features.</translation>
    </message>
    <message>
        <source>Không có gì thay đổi so với bản {id}.</source>
        <translation>Nothing differs from release {id}.</translation>
    </message>
    <message>
        <source>So với bản {id}: {told}.</source>
        <translation>Against release {id}: {told}.</translation>
    </message>
    <message>
        <source>Những gì chặn việc phát hành</source>
        <translation>What stands against the release</translation>
    </message>
    <message>
        <source>Mã của danh sách đã xem</source>
        <translation>Code of the list that was seen</translation>
    </message>
    <message>
        <source>Lý do chấp nhận mọi cảnh báo chưa ai chấp nhận</source>
        <translation>Reason for accepting all warnings nobody has accepted</translation>
    </message>
    <message>
        <source>Chỉ chấp nhận đúng danh sách có mã này</source>
        <translation>Accept only the list of this code</translation>
    </message>
    <message>
        <source>Lý do chấp nhận các cảnh báo này; được ghi lại cùng tên bạn</source>
        <translation>Reason for accepting these warnings; it is recorded with your name</translation>
    </message>
    <message>
        <source>Bấm: tới chỗ ấy trên bản đồ; bấm đúp: mở biểu mẫu</source>
        <translation>Click: to the place on the map; double click: open the form</translation>
    </message>
    <message>
        <source>Cần làm</source>
        <translation>To do</translation>
    </message>
    <message>
        <source>Chưa phát hành được: {errors} lỗi phải sửa, {warnings} cảnh báo chưa ai chấp nhận. Lỗi không chấp nhận được.</source>
        <translation>Not published: {errors} errors to mend, {warnings} warnings nobody has accepted. Errors cannot be accepted.</translation>
    </message>
    <message>
        <source>{warnings} cảnh báo chưa ai chấp nhận. Hãy sửa, hoặc ghi lý do rồi bấm Phát hành.</source>
        <translation>{warnings} warnings nobody has accepted. Mend them, or give a reason and press Publish.</translation>
    </message>
    <message>
        <source>{count} đối tượng có báo cáo cũ.</source>
        <translation>{count} features have an old report.</translation>
    </message>
    <message>
        <source>Đưa lên ngay sau khi phát hành</source>
        <translation>Bring it there right after publishing</translation>
    </message>
    <message>
        <source>Lý do thay bản đang hiện ở nơi đến; được ghi lại cùng tên bạn</source>
        <translation>Why the release shown there is replaced; recorded with your name</translation>
    </message>
    <message>
        <source>Mật khẩu không được nằm trong địa chỉ; hãy dùng khóa SSH, hoặc cấu hình của rclone.</source>
        <translation>No password belongs into an address; use an SSH key, or rclone's configuration.</translation>
    </message>
    <message>
        <source>Nơi đưa lên: hãy ghi {example}.</source>
        <translation>Where to: please write {example}.</translation>
    </message>
    <message>
        <source>Không đưa lên</source>
        <translation>Nowhere</translation>
    </message>
    <message>
        <source>Thư mục, ổ chia sẻ</source>
        <translation>Folder or share</translation>
    </message>
    <message>
        <source>Máy chủ qua SSH</source>
        <translation>Server by SSH</translation>
    </message>
    <message>
        <source>WebDAV</source>
        <translation>WebDAV</translation>
    </message>
    <message>
        <source>Kho của rclone</source>
        <translation>Remote of rclone</translation>
    </message>
    <message>
        <source>đường dẫn đầy đủ, ví dụ /mnt/web/bando</source>
        <translation>a full path, such as /mnt/web/map</translation>
    </message>
    <message>
        <source>tên@máy:thư_mục, ví dụ lan@web.example:/srv/bando</source>
        <translation>user@host:folder, such as lan@web.example:/srv/map</translation>
    </message>
    <message>
        <source>địa chỉ, ví dụ https://web.example/bando</source>
        <translation>an address, such as https://web.example/map</translation>
    </message>
    <message>
        <source>tên_kho:thư_mục, ví dụ kho:bando</source>
        <translation>remote:folder, such as depot:map</translation>
    </message>
    <message>
        <source>Thư mục mà máy chủ web đọc, hay ổ chia sẻ đã gắn vào máy này</source>
        <translation>The folder a web server reads, or a share mounted on this machine</translation>
    </message>
    <message>
        <source>rsync qua SSH; đăng nhập bằng khóa SSH của máy này (~/.ssh), không có mật khẩu ở đây</source>
        <translation>rsync over SSH; logged in by this machine's SSH key (~/.ssh), no password here</translation>
    </message>
    <message>
        <source>Qua rclone; tên và mật khẩu nằm trong RCLONE_WEBDAV_USER, RCLONE_WEBDAV_PASS, hoặc trong một kho của rclone</source>
        <translation>Through rclone; user and password stand in RCLONE_WEBDAV_USER, RCLONE_WEBDAV_PASS, or in a remote of rclone</translation>
    </message>
    <message>
        <source>Kho đã khai báo bằng “rclone config” (S3, WebDAV…); tên và mật khẩu nằm ở đó</source>
        <translation>A remote declared by “rclone config” (S3, WebDAV…); user and password stand there</translation>
    </message>
    <message>
        <source>Nơi đưa lên</source>
        <translation>Where to</translation>
    </message>
    <message>
        <source>Đưa lên</source>
        <translation>Deploy</translation>
    </message>
    <message>
        <source>Đưa bản hiện hành của thư mục (cả sau khi quay lại bản cũ) tới nơi người dân xem</source>
        <translation>Bring the folder's current release (after going back to an old one, too) to where the public reads it</translation>
    </message>
    <message>
        <source>Đã đưa lên: nơi đến hiện bản {id}, số liệu đến {as_of}, kiểm tra tại đó lúc {at}.</source>
        <translation>Deployed: the target shows release {id}, data as of {as_of}, seen there at {at}.</translation>
    </message>
    <message>
        <source>Không có gì phải đổi: nơi đến đang hiện bản {id}, số liệu đến {as_of}, kiểm tra tại đó lúc {at}.</source>
        <translation>Nothing to change: the target shows release {id}, data as of {as_of}, seen there at {at}.</translation>
    </message>
    <message>
        <source>Gửi {sent} tệp ({size} MB), dùng lại {reused} tệp, bỏ {removed} bản cũ ở nơi đến.</source>
        <translation>{sent} files sent ({size} MB), {reused} used again, {removed} old releases removed there.</translation>
    </message>
    <message>
        <source>Nếu đúng là phải thay bản đang hiện ở nơi đến, hãy ghi lý do rồi đưa lên lại.</source>
        <translation>If the release shown there has to be replaced indeed, write down why and deploy again.</translation>
    </message>
    <message>
        <source>Lần đưa lên gần nhất từ máy này: bản {id}, lúc {at}.</source>
        <translation>Last deployed from this machine: release {id}, at {at}.</translation>
    </message>
</context>
</TS>
