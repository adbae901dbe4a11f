#include "framework/saving/hdf5_library.h"

#define H5_USE_110_API
#include <hdf5.h>

#include <atomic>
#include <type_traits>

#include "framework/base/error.h"
#include "framework/base/strings.h"

namespace cornu {

static_assert(std::is_same_v<hid_t, int64_t> && std::is_same_v<herr_t, int>);

namespace {

std::mutex& library_mutex() {
  static std::mutex mutex;
  return mutex;
}

herr_t keep_first_reason(unsigned number, const H5E_error2_t* error, void* out) {
  if (number == 0 && error->desc) *static_cast<std::string*>(out) = error->desc;
  return 0;
}

Hdf5Handle copy_of(hid_t type) { return {H5Tcopy(type), H5Tclose}; }

/// IEEE's half precision; 1.10 has no constant for it.
Hdf5Handle half_type() {
  Hdf5Handle type = copy_of(H5T_IEEE_F32LE);
  H5Tset_fields(type.id(), 15, 10, 5, 0, 10);
  H5Tset_size(type.id(), 2);
  H5Tset_ebias(type.id(), 15);
  return type;
}

Hdf5Handle boolean_type() {
  Hdf5Handle type(H5Tenum_create(H5T_STD_I8LE), H5Tclose);
  int8_t value = 0;
  H5Tenum_insert(type.id(), "FALSE", &value);
  value = 1;
  H5Tenum_insert(type.id(), "TRUE", &value);
  return type;
}

}  // namespace

Hdf5Session::Hdf5Session() : lock_(library_mutex()) {
  H5open();
  H5Eget_auto2(H5E_DEFAULT, &print_, &print_data_);
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  H5Eclear2(H5E_DEFAULT);
}

Hdf5Session::~Hdf5Session() {
  H5Eclear2(H5E_DEFAULT);
  H5Eset_auto2(H5E_DEFAULT, print_, print_data_);
}

std::string hdf5_reason() {
  std::string reason;  // the innermost: the rest says through whom it came
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keep_first_reason, &reason);
  return reason.empty() ? "libhdf5 gives no reason" : reason;
}

std::string hdf5_memory_name() {
  static std::atomic<uint64_t> count{0};
  return concat("/dev/null/cornu/", ++count);
}

Hdf5Handle hdf5_type(DType dtype) {
  switch (dtype) {
    case DType::boolean:
      return boolean_type();
    case DType::u8:
      return copy_of(H5T_STD_U8LE);
    case DType::u16:
      return copy_of(H5T_STD_U16LE);
    case DType::u32:
      return copy_of(H5T_STD_U32LE);
    case DType::u64:
      return copy_of(H5T_STD_U64LE);
    case DType::i8:
      return copy_of(H5T_STD_I8LE);
    case DType::i16:
      return copy_of(H5T_STD_I16LE);
    case DType::i32:
      return copy_of(H5T_STD_I32LE);
    case DType::i64:
      return copy_of(H5T_STD_I64LE);
    case DType::f16:
      return half_type();
    case DType::bf16:
      return {H5Tcreate(H5T_OPAQUE, 2), H5Tclose};
    case DType::f32:
      return copy_of(H5T_IEEE_F32LE);
    case DType::f64:
      return copy_of(H5T_IEEE_F64LE);
  }
  fail<InternalError>("no HDF5 type for ", short_name(dtype));
}

}  // namespace cornu
