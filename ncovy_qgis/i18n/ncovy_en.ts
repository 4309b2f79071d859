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
        <source>{errors} lỗi, {warnings} cảnh báo. Bấm vào một dòng để tới đối tượng.</source>
        <translation>{errors} errors, {warnings} warnings. Click a row to go to its feature.</translation>
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
        <source>Mức</source>
        <translation>Severity</translation>
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
        <source>còn giữ {count} sửa đổi trong QGIS</source>
        <translation>{count} edits kept in QGIS</translation>
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
        <source>Ví dụ: theo báo cáo CDC sáng 17/9 (ghi vào lịch sử, người duyệt thấy)</source>
        <translation>For example: CDC report of the morning of 17/9 (kept in the history, shown to the reviewer)</translation>
    </message>
    <message>
        <source>Hỏi tôi mỗi lần</source>
        <translation>Ask me each time</translation>
    </message>
    <message>
        <source>Lưu phần còn lại, giữ chúng trong QGIS</source>
        <translation>Save the others, keep these in QGIS</translation>
    </message>
    <message>
        <source>Không lưu gì: tất cả hoặc không</source>
        <translation>Save nothing: all or none</translation>
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
</context>
</TS>
