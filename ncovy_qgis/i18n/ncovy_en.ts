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
</context>
</TS>
