#include "framework/saving/hdf5_dataset.h"

#include <algorithm>

#include "framework/base/error.h"
#include "framework/base/strings.h"
#include "framework/data/file_array.h"

namespace cornu {

namespace {

constexpr size_t kMostAxes = 32;  // as libhdf5

struct ElementType {
  std::optional<DType> dtype;
  bool big_endian = false;
  std::string_view otherwise = "holds elements of an unknown type";
};

ElementType integer_type(Hdf5Cursor& cursor, uint32_t bits, uint32_t size) {
  constexpr uint32_t kBigEndian = 0x01, kSigned = 0x08;
  const uint16_t offset = cursor.u16(), precision = cursor.u16();
  ElementType type;
  if (offset != 0 || precision != size * 8) return type;
  type.big_endian = bits & kBigEndian;
  const bool is_signed = bits & kSigned;
  switch (size) {
    case 1:
      type.dtype = is_signed ? DType::i8 : DType::u8;
      break;
    case 2:
      type.dtype = is_signed ? DType::i16 : DType::u16;
      break;
    case 4:
      type.dtype = is_signed ? DType::i32 : DType::u32;
      break;
    case 8:
      type.dtype = is_signed ? DType::i64 : DType::u64;
      break;
    default:
      break;
  }
  return type;
}

ElementType floating_type(Hdf5Cursor& cursor, uint32_t bits, uint32_t size) {
  struct Layout {
    DType dtype;
    uint32_t size, sign, exponent_at, exponent_bits, mantissa_bits, bias;
  };
  constexpr Layout kLayouts[] = {{DType::f16, 2, 15, 10, 5, 10, 15},
                                 {DType::bf16, 2, 15, 7, 8, 7, 127},
                                 {DType::f32, 4, 31, 23, 8, 23, 127},
                                 {DType::f64, 8, 63, 52, 11, 52, 1023}};
  constexpr uint32_t kBigEndian = 0x01, kVax = 0x40, kNormalization = 0x30, kImplied = 0x20;
  const uint16_t offset = cursor.u16(), precision = cursor.u16();
  const uint8_t exponent_at = cursor.u8(), exponent_bits = cursor.u8();
  const uint8_t mantissa_at = cursor.u8(), mantissa_bits = cursor.u8();
  const uint32_t bias = cursor.u32(), sign = bits >> 8 & 0xff;
  ElementType type;
  if (offset != 0 || precision != size * 8 || mantissa_at != 0 || (bits & kVax) ||
      (bits & kNormalization) != kImplied)
    return type;
  type.big_endian = bits & kBigEndian;
  for (const Layout& l : kLayouts)
    if (l.size == size && l.sign == sign && l.exponent_at == exponent_at &&
        l.exponent_bits == exponent_bits && l.mantissa_bits == mantissa_bits && l.bias == bias)
      type.dtype = l.dtype;
  return type;
}

ElementType read_type(Hdf5Cursor cursor, bool named_bfloat16) {
  const uint8_t kind_and_version = cursor.u8();
  const uint32_t bits = cursor.u8() | static_cast<uint32_t>(cursor.u16()) << 8;
  const uint32_t size = cursor.u32();
  ElementType type;
  switch (kind_and_version & 0x0f) {
    case 0:
      return integer_type(cursor, bits, size);
    case 1:
      return floating_type(cursor, bits, size);
    case 3:
      type.otherwise = "holds strings";
      return type;
    case 5:  // how h5py writes what NumPy has no name for
      if (size == 2 && named_bfloat16) type.dtype = DType::bf16;
      type.otherwise = "holds opaque bytes";
      return type;
    case 6:
      type.otherwise = "holds records";
      return type;
    case 7:
      type.otherwise = "holds references";
      return type;
    case 8: {  // h5py's booleans: FALSE, TRUE in a byte
      constexpr std::string_view kFalse("FALSE\0", 6);
      constexpr size_t kBaseType = 12;
      if (size != 1 || (bits & 0xffff) != 2 || cursor.left() < kBaseType + kFalse.size())
        return type;
      cursor.skip(kBaseType);
      if (cursor.text(kFalse.size()) == kFalse) type.dtype = DType::boolean;
      return type;
    }
    case 9:
      type.otherwise = (bits & 0x0f) == 1 ? "holds strings" : "holds lists";
      return type;
    default:
      return type;
  }
}

/// The shape; nothing for a data set without elements or shape.
std::optional<std::vector<int64_t>> read_space(Hdf5Cursor cursor) {
  const uint8_t version = cursor.u8();
  const uint8_t rank = cursor.u8();
  if (version != 1 && version != 2)
    fail_hdf5(cursor.file(), "a shape of an unknown version", cursor.address());
  if (rank > kMostAxes) fail_hdf5(cursor.file(), "a shape of too many axes", cursor.address());
  cursor.skip(1);
  constexpr uint8_t kNull = 2;
  if (cursor.u8() == kNull && version == 2) return {};
  if (version == 1) cursor.skip(4);
  std::vector<int64_t> shape;
  // A size beyond 63 bits becomes negative, which byte_count refuses.
  for (uint8_t axis = 0; axis < rank; ++axis) shape.push_back(static_cast<int64_t>(cursor.u64()));
  return shape;
}

/// The text at the place in the file's heaps that an attribute of variable length gives.
std::string_view heap_text(const Hdf5Image& image, Hdf5Cursor value) {
  const uint32_t length = value.u32();
  const uint64_t collection = value.u64();
  const uint32_t wanted = value.u32();
  Hdf5Cursor cursor = image.from(collection);
  cursor.expect("GCOL");
  cursor.skip(4);
  const uint64_t size = cursor.u64();
  constexpr size_t kHead = 16, kMostObjects = 4096;
  cursor = image.block(collection, size);
  cursor.skip(kHead);
  for (size_t count = 0; count < kMostObjects && cursor.left() >= kHead; ++count) {
    const uint16_t index = cursor.u16();
    cursor.skip(6);
    const uint64_t object = cursor.u64();
    if (index == 0) break;  // free space
    if (index == wanted) return cursor.text(std::min<uint64_t>(length, object));
    cursor.skip(object);
    cursor.align();
  }
  return "";
}

/// Whether the attribute `dtype` is "bfloat16", as Keras marks such data sets; nothing where it is
/// another attribute.
std::optional<bool> says_bfloat16(const Hdf5Image& image, Hdf5Cursor cursor) {
  const uint8_t version = cursor.u8();
  const uint8_t flags = cursor.u8();
  if (version < 1 || version > 3 || (version > 1 && flags != 0)) return {};
  const uint16_t name_size = cursor.u16(), type_size = cursor.u16(), space_size = cursor.u16();
  if (version == 3) cursor.skip(1);
  const std::string_view name = cursor.text(name_size);
  if (name.substr(0, name.find('\0')) != "dtype") return {};
  if (version == 1) cursor.align();
  const uint8_t kind = cursor.part(type_size).u8() & 0x0f;
  if (version == 1) cursor.align();
  cursor.skip(space_size);
  if (version == 1) cursor.align();
  constexpr uint8_t kText = 3, kVariable = 9;
  constexpr std::string_view kName = "bfloat16";
  if (kind == kText) return cursor.left() >= kName.size() && cursor.text(kName.size()) == kName;
  constexpr size_t kReference = 16;
  return kind == kVariable && cursor.left() >= kReference && heap_text(image, cursor) == kName;
}

/// The bytes of the data set; nothing where they are not in one piece.
std::optional<std::span<const std::byte>> stored_bytes(const Hdf5Image& image,
                                                       const std::string& path, Hdf5Cursor layout) {
  const uint8_t version = layout.u8();
  if (version != 3 && version != 4) return {};
  constexpr uint8_t kCompact = 0, kContiguous = 1, kVirtual = 3;
  switch (layout.u8()) {
    case kCompact:
      return layout.take(layout.u16());
    case kContiguous: {
      const uint64_t address = layout.u64(), size = layout.u64();
      if (address == kHdf5Nowhere) return std::span<const std::byte>();
      return image.block(address, size).take(size);
    }
    case kVirtual:
      fail<FileError>(quote(image.file()), ": ", quote(path),
                      " is virtual: its data lie in other files.");
    default:
      return {};
  }
}

}  // namespace

Hdf5Dataset read_hdf5_dataset(const Hdf5Image& image, const std::string& path,
                              const std::vector<Hdf5Message>& header) {
  const Hdf5Message *space = nullptr, *type = nullptr, *layout = nullptr;
  bool filtered = false;
  std::optional<bool> named_bfloat16;  // by the first attribute of that name
  for (const Hdf5Message& message : header) {
    switch (message.kind) {
      case Hdf5Kind::dataspace:
        space = &message;
        break;
      case Hdf5Kind::datatype:
        type = &message;
        break;
      case Hdf5Kind::layout:
        layout = &message;
        break;
      case Hdf5Kind::filters:
        filtered = true;
        break;
      case Hdf5Kind::attribute:
        if (!named_bfloat16 && !message.shared)
          named_bfloat16 = says_bfloat16(image, message.content);
        break;
      case Hdf5Kind::external_files:
        fail<FileError>(quote(image.file()), ": ", quote(path), " keeps its data in other files.");
      default:
        break;
    }
  }
  Hdf5Dataset dataset{.path = path};
  if (!space || !type || !layout || space->shared)
    fail<FileError>(quote(image.file()), ": ", quote(path), " is neither a group nor a data set.");
  const auto shape = read_space(space->content);
  const auto stored = stored_bytes(image, path, layout->content);
  const ElementType element =
      type->shared ? ElementType() : read_type(type->content, named_bfloat16.value_or(false));
  if (shape) dataset.shape = *shape;
  if (!shape) {
    dataset.unreadable = "holds nothing";
  } else if (!stored || filtered) {
    dataset.unreadable = "is cut in chunks, perhaps compressed, which Keras never does";
  } else if (!element.dtype) {
    dataset.unreadable = element.otherwise;
  } else if (const auto claimed = byte_count(*element.dtype, dataset.shape);
             !claimed || *claimed > stored->size()) {
    dataset.unreadable = concat("claims the shape ", shape_text(dataset.shape), ", but only ",
                                stored->size(), " bytes are stored");
  } else {
    dataset.dtype = element.dtype;
    dataset.big_endian = element.big_endian;
    dataset.stored = stored->first(*claimed);
  }
  return dataset;
}

}  // namespace cornu
