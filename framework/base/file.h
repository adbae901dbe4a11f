#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "framework/base/bytes.h"

namespace cornu {

/// An open file descriptor. Never 0, 1 or 2: where a host has closed its standard streams, what it
/// prints must not end up in a file of ours.
class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int descriptor);
  FileDescriptor(FileDescriptor&& other) noexcept : descriptor_(other.release()) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept;
  ~FileDescriptor();

  int get() const { return descriptor_; }
  bool is_open() const { return descriptor_ >= 0; }
  int release() { return std::exchange(descriptor_, -1); }

 private:
  int descriptor_ = -1;
};

/// Opens a regular file to be read; FileError where it is missing, a folder, not readable, or
/// larger than `limit`.
FileDescriptor open_to_read(const std::string& path, uint64_t limit = UINT64_MAX);
uint64_t size_of_file(const FileDescriptor& file);

/// The whole file.
Bytes read_file(const std::string& path, uint64_t limit = UINT64_MAX);
/// The same, but where `begins_well` denies the first 4 KiB, only those: the reader of the format
/// will say what is wrong with them, and a huge file of another kind costs no memory.
Bytes read_file(const std::string& path, bool (*begins_well)(std::span<const std::byte>));

/// `runs` for `runs/model.keras`; "." where the path has no folder.
std::string folder_of(const std::string& path);
bool is_folder(const std::string& path);
/// FileError where the folder neither can be written to nor made; makes nothing.
void check_folder(const std::string& path);
/// Makes a folder and those above it, unless it is there; FileError where it cannot.
void make_folder(const std::string& path);

/// `FileError: <path>: cannot be opened: No such file or directory.`; `code` is an errno.
[[noreturn]] void fail_on_file(std::string_view path, std::string_view action, int code);

}  // namespace cornu
