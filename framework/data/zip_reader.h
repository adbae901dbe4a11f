#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "framework/base/bytes.h"

namespace cornu {

struct ZipMember {
  std::string name;
  uint64_t size = 0;  ///< Unpacked, as the archive claims; read() holds it to that.
};

/// The members of a zip archive that may come from anyone. Opening it refuses encryption, symbolic
/// links, names that climb out of the archive or stand twice, and packings that neither Keras nor
/// NumPy writes; reading refuses what unpacks to more or less than it claims, or to other bytes
/// than its checksum's.
class ZipReader {
 public:
  static ZipReader open(const std::string& path);
  /// Over bytes that outlive the reader; `name` stands in messages.
  static ZipReader open(std::span<const std::byte> bytes, std::string name);
  ZipReader(ZipReader&&) noexcept;
  ZipReader& operator=(ZipReader&&) noexcept;
  ~ZipReader();

  /// Files, in the archive's order; folders are left out.
  const std::vector<ZipMember>& members() const { return members_; }
  const ZipMember* find(std::string_view name) const;
  /// Unpacks a member of at most `limit` bytes; FileError where there is none.
  Bytes read(std::string_view name, uint64_t limit) const;
  /// Of the archive, for messages.
  const std::string& name() const { return name_; }
  /// `model.keras: config.json`, for messages about a member's content.
  std::string name_of(std::string_view member) const;

 private:
  struct Archive;
  ZipReader(std::unique_ptr<Archive> archive, std::string name, uint64_t stored_bytes);
  void list_members(uint64_t stored_bytes);

  std::unique_ptr<Archive> archive_;
  std::string name_;
  std::vector<ZipMember> members_;
  struct Place {
    uint64_t index = 0;
    uint32_t checksum = 0;
    bool stored = false;  // not packed
  };
  std::string read_stored(const Place& place, std::span<std::byte> out) const;

  std::vector<Place> places_;  // of members_ in the archive
};

}  // namespace cornu
