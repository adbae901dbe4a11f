#include "framework/data/zip_reader.h"

#include <libdeflate.h>
#include <sys/stat.h>
#include <zip.h>

#include <algorithm>
#include <set>

#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/base/strings.h"

namespace cornu {

namespace {

constexpr int64_t kMostMembers = 100'000;
/// Deflate's best ratio is 1032; a member that claims more lies.
constexpr uint64_t kBestRatio = 1100;

[[noreturn]] void fail_to_open(std::string_view name, int code) {
  if (code == ZIP_ER_EXISTS) fail<FileError>(quote(name), ": two members have the same name.");
  constexpr int kTruncated = 35;  // what versions from 1.11 say of some that have no end
  if (code == ZIP_ER_NOZIP || code == kTruncated)
    fail<FileError>(quote(name),
                    " is not a whole zip archive: it is cut, or another kind of file.");
  zip_error_t error;
  zip_error_init_with_code(&error, code);
  const std::string text = zip_error_strerror(&error);
  zip_error_fini(&error);
  fail<FileError>(quote(name), " is not a whole zip archive: ", text, ".");
}

void refuse_empty(std::string_view name, uint64_t size) {  // libzip sees an archive of no members
  if (size == 0) fail<FileError>(quote(name), " is empty.");
}

/// Whether a name would lead out of the folder that the archive were unpacked into.
bool climbs(std::string_view name) {
  if (name.starts_with('/') || name.find('\\') != name.npos || name.find(':') != name.npos)
    return true;
  while (!name.empty()) {
    const size_t slash = name.find('/');
    if (name.substr(0, slash) == "..") return true;
    name.remove_prefix(slash == name.npos ? name.size() : slash + 1);
  }
  return false;
}

/// A part of a member that is not packed.
zip_source_t* part_of(zip_t* zip, uint64_t index, uint64_t start, uint64_t size) {
  const auto length = static_cast<zip_int64_t>(size);
#if LIBZIP_VERSION_MAJOR > 1 || LIBZIP_VERSION_MINOR >= 10
  return zip_source_zip_file(zip, zip, index, 0, start, length, nullptr);
#else
  return zip_source_zip(zip, zip, index, 0, start, length);
#endif
}

/// Bytes [start, start + out.size()) of a member that is not packed. What went wrong; empty:
/// nothing.
std::string read_part(zip_t* zip, uint64_t index, uint64_t start, std::span<std::byte> out) {
  const std::unique_ptr<zip_source_t, void (*)(zip_source_t*)> source(
      part_of(zip, index, start, out.size()), zip_source_free);
  if (!source || zip_source_open(source.get()) != 0)
    return concat("cannot be read: ", zip_strerror(zip), ".");
  const uint64_t whole = out.size();
  while (!out.empty()) {
    const int64_t count = zip_source_read(source.get(), out.data(), out.size());
    if (count < 0)
      return concat("is damaged: ", zip_error_strerror(zip_source_error(source.get())), ".");
    if (count == 0) return concat("ends ", out.size(), " of ", whole, " bytes too early.");
    out = out.subspan(static_cast<size_t>(count));
  }
  zip_source_close(source.get());
  return "";
}

}  // namespace

struct ZipReader::Archive {
  zip_t* zip = nullptr;
  ~Archive() {
    if (zip) zip_discard(zip);
  }
};

ZipReader::ZipReader(ZipReader&&) noexcept = default;
ZipReader& ZipReader::operator=(ZipReader&&) noexcept = default;
ZipReader::~ZipReader() = default;

ZipReader::ZipReader(std::unique_ptr<Archive> archive, std::string name, uint64_t stored_bytes)
    : archive_(std::move(archive)), name_(std::move(name)) {
  list_members(stored_bytes);
}

ZipReader ZipReader::open(const std::string& path) {
  FileDescriptor file = open_to_read(path);
  const uint64_t size = size_of_file(file);
  refuse_empty(path, size);
  auto archive = std::make_unique<Archive>();
  int code = 0;
  archive->zip = zip_fdopen(file.get(), ZIP_CHECKCONS, &code);
  if (!archive->zip) fail_to_open(path, code);
  file.release();  // libzip closes it
  return ZipReader(std::move(archive), path, size);
}

ZipReader ZipReader::open(std::span<const std::byte> bytes, std::string name) {
  refuse_empty(name, bytes.size());
  auto archive = std::make_unique<Archive>();
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  if (source) archive->zip = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
  const int code = zip_error_code_zip(&error);
  zip_error_fini(&error);
  if (!archive->zip) {
    if (source) zip_source_free(source);
    fail_to_open(name, code);
  }
  return ZipReader(std::move(archive), std::move(name), bytes.size());
}

std::string ZipReader::name_of(std::string_view member) const {
  return concat(name_, ": ", member);
}

void ZipReader::list_members(uint64_t stored_bytes) {
  zip_t* zip = archive_->zip;
  const int64_t count = zip_get_num_entries(zip, 0);
  if (count > kMostMembers)
    fail<FileError>(quote(name_), " has ", count, " members; at most ", kMostMembers,
                    " are accepted.");
  std::set<std::string> seen;
  for (uint64_t index = 0; index < static_cast<uint64_t>(count); ++index) {
    zip_stat_t status;
    const char* raw = zip_get_name(zip, index, ZIP_FL_ENC_RAW);
    if (!raw || zip_stat_index(zip, index, 0, &status) != 0)
      fail<FileError>(quote(name_), ": member ", index, " cannot be listed: ", zip_strerror(zip),
                      ".");
    const std::string name = raw;
    const auto refuse = [&](const auto&... why) {
      fail<FileError>(quote(name_), ": the member ", quote(name), " ", why...);
    };
    if (name.empty() || climbs(name)) refuse("has a name that leads out of the archive.");
    if (!seen.insert(name).second) refuse("stands twice.");
    if (status.encryption_method != ZIP_EM_NONE) refuse("is encrypted.");
    if (status.comp_method != ZIP_CM_STORE && status.comp_method != ZIP_CM_DEFLATE)
      refuse("is packed by method ", status.comp_method, "; stored and deflated ones are read.");
    uint8_t system = 0;
    uint32_t attributes = 0;
    zip_file_get_external_attributes(zip, index, 0, &system, &attributes);
    if (system == ZIP_OPSYS_UNIX && S_ISLNK(attributes >> 16)) refuse("is a symbolic link.");
    if (name.ends_with('/')) continue;
    const bool stored = status.comp_method == ZIP_CM_STORE;
    const bool fits =
        status.comp_size <= stored_bytes &&
        (stored ? status.size == status.comp_size : status.size / kBestRatio <= status.comp_size);
    if (!fits)
      refuse("claims ", status.size, " bytes, packed into ", status.comp_size, ": that cannot be.");
    members_.push_back({name, status.size});
    places_.push_back({index, status.crc, stored});
  }
}

const ZipMember* ZipReader::find(std::string_view name) const {
  const auto found = std::find_if(members_.begin(), members_.end(),
                                  [&](const ZipMember& member) { return member.name == name; });
  return found == members_.end() ? nullptr : &*found;
}

/// What is not packed is read in halves, of which libzip takes no checksum: its own needs a third
/// of the time that loading takes.
std::string ZipReader::read_stored(const Place& place, std::span<std::byte> out) const {
  const size_t half = out.size() / 2;
  std::string problem = read_part(archive_->zip, place.index, 0, out.first(half));
  if (problem.empty()) problem = read_part(archive_->zip, place.index, half, out.subspan(half));
  if (problem.empty() && libdeflate_crc32(0, out.data(), out.size()) != place.checksum)
    problem = "is damaged: CRC error.";
  return problem;
}

Bytes ZipReader::read(std::string_view name, uint64_t limit) const {
  const auto refuse = [&](const auto&... why) {
    fail<FileError>(quote(name_), ": the member ", quote(name), " ", why...);
  };
  const ZipMember* member = find(name);
  if (!member) {
    std::vector<std::string> names;
    for (const ZipMember& known : members_) names.push_back(known.name);
    refuse("is missing.", suggest(name, names));
  }
  if (member->size > limit)
    refuse("is too large: ", member->size, " bytes, at most ", limit, " are accepted.");
  const Place& place = places_[static_cast<size_t>(member - members_.data())];
  Bytes bytes(member->size);
  if (place.stored && member->size > 1) {
    const std::string problem = read_stored(place, bytes);
    if (!problem.empty()) refuse(problem);
    return bytes;
  }
  const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file(
      zip_fopen_index(archive_->zip, place.index, 0), zip_fclose);
  if (!file) refuse("cannot be read: ", zip_strerror(archive_->zip), ".");
  size_t done = 0;
  while (done < bytes.size()) {
    const int64_t count = zip_fread(file.get(), bytes.data() + done, bytes.size() - done);
    if (count < 0) refuse("is damaged: ", zip_file_strerror(file.get()), ".");
    if (count == 0) refuse("ends after ", done, " of ", bytes.size(), " bytes.");
    done += static_cast<size_t>(count);
  }
  char more;  // the checksum is compared where the end is met
  const int64_t count = zip_fread(file.get(), &more, 1);
  if (count < 0) refuse("is damaged: ", zip_file_strerror(file.get()), ".");
  if (count > 0) refuse("unpacks to more than the ", bytes.size(), " bytes it claims.");
  return bytes;
}

}  // namespace cornu
