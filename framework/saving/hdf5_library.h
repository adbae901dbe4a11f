#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <utility>

#include "framework/tensor/dtype.h"

namespace cornu {

/// Held around every use of libhdf5: one thread at a time, since not every distribution's libhdf5
/// is thread-safe, and without its habit of printing errors, which comes back afterwards for hosts
/// that use libhdf5 themselves.
class Hdf5Session {
 public:
  Hdf5Session();
  Hdf5Session(const Hdf5Session&) = delete;
  ~Hdf5Session();

 private:
  std::unique_lock<std::mutex> lock_;
  int (*print_)(int64_t stack, void* data) = nullptr;
  void* print_data_ = nullptr;
};

/// An object of libhdf5 and how it is closed. Made and destroyed within a session.
class Hdf5Handle {
 public:
  using Close = int (*)(int64_t id);

  Hdf5Handle() = default;
  Hdf5Handle(int64_t id, Close close) : id_(id), close_(close) {}
  Hdf5Handle(Hdf5Handle&& other) noexcept
      : id_(std::exchange(other.id_, -1)), close_(other.close_) {}
  Hdf5Handle& operator=(Hdf5Handle&& other) noexcept {
    reset();
    id_ = std::exchange(other.id_, -1);
    close_ = other.close_;
    return *this;
  }
  ~Hdf5Handle() { reset(); }

  int64_t id() const { return id_; }
  bool valid() const { return id_ >= 0; }
  void reset() {
    if (id_ >= 0) close_(std::exchange(id_, -1));
  }

 private:
  int64_t id_ = -1;
  Close close_ = nullptr;
};

/// Why libhdf5's last call failed, in its words.
std::string hdf5_reason();

/// A name for a file in memory. libhdf5 takes files of one name for one file, and first looks for
/// it on the disk: no two of these are alike, and none can exist.
std::string hdf5_memory_name();

/// How h5py stores elements of that type: little-endian; booleans as an enum of bytes, bfloat16 as
/// two opaque bytes (an attribute names it).
Hdf5Handle hdf5_type(DType dtype);
}  // namespace cornu
