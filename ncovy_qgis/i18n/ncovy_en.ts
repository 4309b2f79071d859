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
</context>
</TS>
