#include "framework/saving/hdf5_reader.h"

#include <algorithm>
#include <cstring>
#include <set>

#include "framework/base/error.h"
#include "framework/base/strings.h"
#include "framework/base/team.h"
#include "framework/saving/hdf5_links.h"

namespace cornu {

namespace {

constexpr size_t kMostObjects = 1'000'000;
constexpr size_t kLongestPath = 4096;
constexpr size_t kMostPathBytes = 64 << 20;  // of all paths together

std::string_view link_kind(Hdf5Link::Kind kind) {
  switch (kind) {
    case Hdf5Link::Kind::soft:
      return "a soft link";
    case Hdf5Link::Kind::external:
      return "an external link";
    default:
      return "an unknown kind of link";
  }
}

bool is_group(const std::vector<Hdf5Message>& header) {
  return std::any_of(header.begin(), header.end(), [](const Hdf5Message& message) {
    return message.kind == Hdf5Kind::symbol_table || message.kind == Hdf5Kind::link_info ||
           message.kind == Hdf5Kind::link || message.kind == Hdf5Kind::group_info;
  });
}

}  // namespace

Hdf5Reader Hdf5Reader::open(Bytes image, std::string name) {
  Hdf5Reader reader(std::move(image), std::move(name));
  reader.list_datasets();
  return reader;
}

/// Group by group; no recursion, since a file may nest groups at will.
void Hdf5Reader::list_datasets() {
  const Hdf5Image image(image_, name_);
  const auto refuse = [&](const std::string& path, const auto&... why) {
    fail<FileError>(quote(name_), ": ", quote(path), " ", why...);
  };
  struct Object {
    std::string path;
    uint64_t address;
  };
  std::vector<Object> pending = {{"", read_hdf5_superblock(image)}};
  std::set<uint64_t> objects, lists;
  size_t path_bytes = 0;
  while (!pending.empty()) {
    const Object object = std::move(pending.back());
    pending.pop_back();
    if (!objects.insert(object.address).second)
      refuse(object.path, "is linked more than once; weights files need no such links.");
    if (objects.size() > kMostObjects)
      refuse(object.path, "is one object too many; at most ", kMostObjects, " are accepted.");
    const std::vector<Hdf5Message> header = read_hdf5_header(image, object.address);
    if (!is_group(header)) {
      datasets_.push_back(read_hdf5_dataset(image, object.path, header));
      continue;
    }
    for (const Hdf5Link& link : read_hdf5_links(image, header, lists)) {
      std::string path =
          object.path.empty() ? std::string(link.name) : concat(object.path, "/", link.name);
      if (link.kind != Hdf5Link::Kind::hard)
        refuse(path, "is ", link_kind(link.kind), "; weights files need none.");
      path_bytes += path.size();
      if (link.name.empty() || link.name.find('/') != link.name.npos ||
          path.size() > kLongestPath || path_bytes > kMostPathBytes)
        refuse(path, "is no name that Keras gives.");
      pending.push_back({std::move(path), link.address});
    }
  }
  std::sort(datasets_.begin(), datasets_.end(),
            [](const Hdf5Dataset& a, const Hdf5Dataset& b) { return a.path < b.path; });
  const auto twice = std::adjacent_find(
      datasets_.begin(), datasets_.end(),
      [](const Hdf5Dataset& a, const Hdf5Dataset& b) { return a.path == b.path; });
  if (twice != datasets_.end()) refuse(twice->path, "stands twice.");
}

const Hdf5Dataset* Hdf5Reader::find(std::string_view path) const {
  const auto found = std::lower_bound(
      datasets_.begin(), datasets_.end(), path,
      [](const Hdf5Dataset& dataset, std::string_view wanted) { return dataset.path < wanted; });
  return found != datasets_.end() && found->path == path ? &*found : nullptr;
}

const Hdf5Dataset& Hdf5Reader::readable(std::string_view path) const {
  const Hdf5Dataset* dataset = find(path);
  if (!dataset) fail<FileError>(quote(name_), ": ", quote(path), " is missing.");
  if (!dataset->dtype)
    fail<FileError>(quote(name_), ": ", quote(path), " ", dataset->unreadable, ".");
  return *dataset;
}

void Hdf5Reader::read(std::string_view path, std::span<std::byte> out) const {
  const Hdf5Dataset& dataset = readable(path);
  CORNU_CHECK(out.size() == dataset.stored.size(), "wrong size for ", path);
  if (out.empty()) return;
  constexpr int64_t kChunk = 1 << 20;  // most of the time goes into the pages of new memory
  parallel_for(static_cast<int64_t>(out.size()), kChunk, [&](int64_t begin, int64_t end) {
    std::memcpy(out.data() + begin, dataset.stored.data() + begin,
                static_cast<size_t>(end - begin));
  });
  if (dataset.big_endian) swap_byte_order(out, size_of(*dataset.dtype));
  make_valid_booleans(*dataset.dtype, out);
}

FileArray Hdf5Reader::read(std::string_view path) const {
  const Hdf5Dataset& dataset = readable(path);
  FileArray array{*dataset.dtype, dataset.shape, Bytes(dataset.stored.size())};
  read(path, array.bytes);
  return array;
}

}  // namespace cornu
