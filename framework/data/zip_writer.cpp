#include "framework/data/zip_writer.h"

#include <zip.h>

#include <algorithm>
#include <deque>
#include <exception>

#include "framework/base/atomic_file.h"
#include "framework/base/error.h"
#include "framework/base/strings.h"

namespace cornu {

namespace {

/// What libzip writes to: our file, which it asks for one command at a time. It starts empty and is
/// never read back.
struct Sink {
  AtomicFile file;
  uint64_t end = 0;
  std::exception_ptr failure;  // must not pass through C
  zip_error_t error;

  explicit Sink(std::string path) : file(std::move(path)) { zip_error_init(&error); }

  int64_t answer(void* data, uint64_t length, zip_source_cmd_t command) {
    switch (command) {
      case ZIP_SOURCE_SUPPORTS:
        return zip_source_make_command_bitmap(
            ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE,
            ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL, ZIP_SOURCE_FREE, ZIP_SOURCE_BEGIN_WRITE,
            ZIP_SOURCE_WRITE, ZIP_SOURCE_SEEK_WRITE, ZIP_SOURCE_TELL_WRITE, ZIP_SOURCE_COMMIT_WRITE,
            ZIP_SOURCE_ROLLBACK_WRITE, ZIP_SOURCE_REMOVE, -1);
      case ZIP_SOURCE_ERROR:
        return zip_error_to_data(&error, data, length);
      case ZIP_SOURCE_STAT: {  // no such file: it is made
        zip_error_set(&error, ZIP_ER_READ, ENOENT);
        return -1;
      }
      case ZIP_SOURCE_WRITE:
        file.write({static_cast<const std::byte*>(data), length});
        end = std::max(end, file.position());
        return static_cast<int64_t>(length);
      case ZIP_SOURCE_TELL_WRITE:
        return static_cast<int64_t>(file.position());
      case ZIP_SOURCE_SEEK_WRITE: {
        const int64_t to =
            zip_source_seek_compute_offset(file.position(), end, data, length, &error);
        if (to < 0) return -1;
        file.seek(static_cast<uint64_t>(to));
        return 0;
      }
      case ZIP_SOURCE_BEGIN_WRITE:
      case ZIP_SOURCE_COMMIT_WRITE:
      case ZIP_SOURCE_ROLLBACK_WRITE:
      case ZIP_SOURCE_REMOVE:
      case ZIP_SOURCE_FREE:
        return 0;
      default:
        zip_error_set(&error, ZIP_ER_OPNOTSUPP, 0);
        return -1;
    }
  }
};

zip_int64_t answer(void* user, void* data, zip_uint64_t length, zip_source_cmd_t command) {
  Sink& sink = *static_cast<Sink*>(user);
  try {
    return sink.answer(data, length, command);
  } catch (...) {
    sink.failure = std::current_exception();
    zip_error_set(&sink.error, ZIP_ER_WRITE, 0);
    return -1;
  }
}

}  // namespace

struct ZipWriter::Archive {
  explicit Archive(std::string path) : sink(std::move(path)) {}
  ~Archive() {
    if (zip) zip_discard(zip);
  }
  [[noreturn]] void fail_with(std::string_view why) {
    if (sink.failure) std::rethrow_exception(sink.failure);
    fail<FileError>(quote(sink.file.path()), " cannot be written: ", why, ".");
  }

  Sink sink;
  std::deque<Bytes> contents;  // libzip reads them in finish()
  zip_t* zip = nullptr;
};

ZipWriter::ZipWriter(std::string path) : archive_(std::make_unique<Archive>(std::move(path))) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_function_create(answer, &archive_->sink, &error);
  if (source) archive_->zip = zip_open_from_source(source, ZIP_CREATE | ZIP_TRUNCATE, &error);
  const std::string why = archive_->zip ? "" : zip_error_strerror(&error);
  zip_error_fini(&error);
  if (archive_->zip) return;
  if (source) zip_source_free(source);
  archive_->fail_with(why);
}

ZipWriter::~ZipWriter() = default;

void ZipWriter::add(std::string_view name, Bytes bytes) {
  zip_t* zip = archive_->zip;
  archive_->contents.push_back(std::move(bytes));
  const Bytes& content = archive_->contents.back();
  zip_source_t* source = zip_source_buffer(zip, content.data(), content.size(), 0);
  if (!source) archive_->fail_with(zip_strerror(zip));
  const int64_t index = zip_file_add(zip, std::string(name).c_str(), source, ZIP_FL_ENC_UTF_8);
  if (index < 0) {
    zip_source_free(source);
    archive_->fail_with(zip_strerror(zip));
  }
  const auto member = static_cast<uint64_t>(index);
  zip_set_file_compression(zip, member, ZIP_CM_STORE, 0);
  // 1980-01-01, the format's zero: the same content makes the same file.
  zip_file_set_dostime(zip, member, 0, (1 << 5) | 1, 0);
}

void ZipWriter::add(std::string_view name, std::string_view text) {
  add(name, Bytes::copy_of(as_bytes(text)));
}

void ZipWriter::finish() {
  if (zip_close(archive_->zip) != 0) archive_->fail_with(zip_strerror(archive_->zip));
  archive_->zip = nullptr;
  archive_->sink.file.commit();
}

}  // namespace cornu
