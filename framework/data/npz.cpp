#include "framework/data/npz.h"

#include <unistd.h>

#include <algorithm>

#include "framework/base/error.h"
#include "framework/base/strings.h"
#include "framework/data/npy.h"

namespace cornu {

namespace {

constexpr std::string_view kSuffix = ".npy";

/// No array can be larger than the machine's memory, whatever a small file unpacks to.
uint64_t memory_size() {
  const long pages = ::sysconf(_SC_PHYS_PAGES), page = ::sysconf(_SC_PAGESIZE);
  return pages > 0 && page > 0 ? static_cast<uint64_t>(pages) * static_cast<uint64_t>(page)
                               : UINT64_MAX;
}

}  // namespace

NpzReader::NpzReader(ZipReader zip) : zip_(std::move(zip)) {
  for (const ZipMember& member : zip_.members())
    if (member.name.ends_with(kSuffix))
      names_.push_back(member.name.substr(0, member.name.size() - kSuffix.size()));
}

bool NpzReader::contains(std::string_view name) const {
  return std::find(names_.begin(), names_.end(), name) != names_.end();
}

FileArray NpzReader::read(std::string_view name) const {
  if (!contains(name))
    fail<FileError>(quote(zip_.name()), " has no array ", quote(name), ".", suggest(name, names_));
  const std::string member = concat(name, kSuffix);
  const Bytes file = zip_.read(member, memory_size());
  return read_npy(file, zip_.name_of(member));
}

void NpzWriter::add(std::string_view name, DType dtype, const std::vector<int64_t>& shape,
                    std::span<const std::byte> bytes) {
  zip_.add(concat(name, kSuffix), write_npy(dtype, shape, bytes));
}

}  // namespace cornu
