#include "framework/saving/hdf5_writer.h"

#define H5_USE_110_API
#include <hdf5.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "framework/base/error.h"
#include "framework/base/strings.h"
#include "framework/data/file_array.h"
#include "framework/saving/hdf5_library.h"

namespace cornu {

namespace {

/// The memory that libhdf5 writes the file into; it stays ours when libhdf5 closes the file.
struct Image {
  void* memory = nullptr;

  ~Image() { std::free(memory); }
  static void* make(size_t size, H5FD_file_image_op_t, void* image) {
    return resize(nullptr, size, H5FD_FILE_IMAGE_OP_FILE_RESIZE, image);
  }
  static void* copy(void* to, const void* from, size_t size, H5FD_file_image_op_t, void*) {
    return std::memcpy(to, from, size);
  }
  static void* resize(void* memory, size_t size, H5FD_file_image_op_t, void* image) {
    void* grown = std::realloc(memory, size);
    if (grown) static_cast<Image*>(image)->memory = grown;
    return grown;
  }
  static herr_t keep(void*, H5FD_file_image_op_t, void*) { return 0; }
  static void* same(void* image) { return image; }
  static herr_t keep_image(void*) { return 0; }
};

/// What the first bytes of a file say of its length; memory is allocated in larger steps.
size_t length_of(const void* file) {
  constexpr size_t kVersion = 8, kOffsetSize = 13, kEnd = 40;
  const char* bytes = static_cast<const char*>(file);
  CORNU_CHECK(bytes[kVersion] == 0 && bytes[kOffsetSize] == 8, "an unexpected HDF5 superblock");
  uint64_t length = 0;
  std::memcpy(&length, bytes + kEnd, sizeof length);
  return length;
}

/// Every call here fails for want of memory only.
void check(bool done, std::string_view what) {
  if (!done) fail<FileError>("HDF5: ", quote(what), " cannot be written: ", hdf5_reason(), ".");
}

}  // namespace

struct Hdf5Writer::File {
  Image image;
  Hdf5Handle handle;
  Hdf5Handle with_parents;  // how links are made

  ~File() {
    const Hdf5Session session;
    with_parents.reset();
    handle.reset();
  }
};

Hdf5Writer::Hdf5Writer(size_t expected_bytes) : file_(std::make_unique<File>()) {
  const Hdf5Session session;
  const Hdf5Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  H5FD_file_image_callbacks_t callbacks = {Image::make,  Image::copy, Image::resize,
                                           Image::keep,  Image::same, Image::keep_image,
                                           &file_->image};
  const size_t step = std::max<size_t>(1 << 16, expected_bytes / 8);
  H5Pset_fapl_core(access.id(), step, /*backing_store=*/false);
  H5Pset_file_image_callbacks(access.id(), &callbacks);
  file_->handle = Hdf5Handle(
      H5Fcreate(hdf5_memory_name().c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, access.id()), H5Fclose);
  check(file_->handle.valid(), "file");
  file_->with_parents = Hdf5Handle(H5Pcreate(H5P_LINK_CREATE), H5Pclose);
  H5Pset_create_intermediate_group(file_->with_parents.id(), 1);
}

Hdf5Writer::~Hdf5Writer() = default;

void Hdf5Writer::group(std::string_view path) {
  const Hdf5Session session;
  const Hdf5Handle group(H5Gcreate2(file_->handle.id(), std::string(path).c_str(),
                                    file_->with_parents.id(), H5P_DEFAULT, H5P_DEFAULT),
                         H5Gclose);
  check(group.valid(), path);
}

void Hdf5Writer::attribute(std::string_view path, std::string_view key, std::string_view text) {
  const Hdf5Session session;
  const Hdf5Handle object(H5Oopen(file_->handle.id(), std::string(path).c_str(), H5P_DEFAULT),
                          H5Oclose);
  const Hdf5Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
  H5Tset_size(type.id(), H5T_VARIABLE);
  H5Tset_cset(type.id(), H5T_CSET_UTF8);
  const Hdf5Handle space(H5Screate(H5S_SCALAR), H5Sclose);
  const Hdf5Handle attribute(H5Acreate2(object.id(), std::string(key).c_str(), type.id(),
                                        space.id(), H5P_DEFAULT, H5P_DEFAULT),
                             H5Aclose);
  const std::string value(text);
  const char* start = value.c_str();
  check(attribute.valid() && H5Awrite(attribute.id(), type.id(), &start) >= 0, path);
}

void Hdf5Writer::dataset(std::string_view path, DType dtype, const std::vector<int64_t>& shape,
                         std::span<const std::byte> bytes) {
  CORNU_CHECK(bytes.size() == byte_count(dtype, shape), "wrong size for ", path);
  {
    const Hdf5Session session;
    const std::vector<hsize_t> sizes(shape.begin(), shape.end());
    const Hdf5Handle space(
        sizes.empty() ? H5Screate(H5S_SCALAR)
                      : H5Screate_simple(static_cast<int>(sizes.size()), sizes.data(), nullptr),
        H5Sclose);
    const Hdf5Handle plan(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
    H5Pset_obj_track_times(plan.id(), false);
    const Hdf5Handle type = hdf5_type(dtype);
    const Hdf5Handle dataset(
        H5Dcreate2(file_->handle.id(), std::string(path).c_str(), type.id(), space.id(),
                   file_->with_parents.id(), plan.id(), H5P_DEFAULT),
        H5Dclose);
    check(dataset.valid() &&
              H5Dwrite(dataset.id(), type.id(), H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data()) >= 0,
          path);
  }
  if (dtype == DType::bf16) attribute(path, "dtype", "bfloat16");
}

Bytes Hdf5Writer::finish() {
  const Hdf5Session session;
  file_->with_parents.reset();
  const bool flushed = H5Fflush(file_->handle.id(), H5F_SCOPE_GLOBAL) >= 0;
  check(flushed, "file");
  file_->handle.reset();
  const size_t length = length_of(file_->image.memory);
  void* memory = std::exchange(file_->image.memory, nullptr);
  return Bytes::adopt(memory, length);
}

}  // namespace cornu
