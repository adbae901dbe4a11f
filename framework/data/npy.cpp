#include "framework/data/npy.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>

#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/base/strings.h"

namespace cornu {

static_assert(std::endian::native == std::endian::little);

namespace {

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr size_t kMostAxes = 64;  // as NumPy

bool is_npy(std::span<const std::byte> file) {
  return std::string_view(reinterpret_cast<const char*>(file.data()), file.size())
      .starts_with(kMagic);
}

struct Header {
  std::string descr;
  bool fortran_order = false;
  std::vector<int64_t> shape;
};

/// Reads the header: a Python dict such as
/// `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }`.
class HeaderReader {
 public:
  HeaderReader(std::string_view text, std::string_view name) : text_(text), name_(name) {}

  Header read() {
    Header header;
    bool descr = false, order = false, shape = false;
    expect('{');
    while (!accept('}')) {
      const std::string key = string();
      expect(':');
      if (key == "descr" && !descr) {
        if (peek() == '[')
          fail<FileError>(quote(name_), " holds records; arrays of numbers are read.");
        header.descr = string();
        descr = true;
      } else if (key == "fortran_order" && !order) {
        header.fortran_order = boolean();
        order = true;
      } else if (key == "shape" && !shape) {
        header.shape = tuple();
        shape = true;
      } else {
        refuse();
      }
      if (!accept(',') && peek() != '}') refuse();
    }
    if (!descr || !order || !shape || peek() != '\0') refuse();
    return header;
  }

 private:
  [[noreturn]] void refuse() const {
    fail<FileError>(quote(name_), " has no header that NumPy writes: ", quote(text_), ".");
  }
  char peek() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n')) ++at_;
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  bool accept(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  void expect(char c) {
    if (!accept(c)) refuse();
  }
  std::string string() {
    const char mark = peek();
    if (mark != '\'' && mark != '"') refuse();
    const size_t end = text_.find(mark, ++at_);
    if (end == text_.npos) refuse();
    const std::string value(text_.substr(at_, end - at_));
    at_ = end + 1;
    return value;
  }
  bool boolean() {
    (void)peek();
    for (const auto& [word, value] : {std::pair{"True", true}, std::pair{"False", false}}) {
      if (!text_.substr(at_).starts_with(word)) continue;
      at_ += std::strlen(word);
      return value;
    }
    refuse();
  }
  std::vector<int64_t> tuple() {
    std::vector<int64_t> sizes;
    expect('(');
    while (!accept(')')) {
      (void)peek();
      int64_t size = 0;
      const char* end = text_.data() + text_.size();
      const auto [rest, error] = std::from_chars(text_.data() + at_, end, size);
      if (error != std::errc() || size < 0 || sizes.size() == kMostAxes) refuse();
      sizes.push_back(size);
      at_ = static_cast<size_t>(rest - text_.data());
      if (!accept(',') && peek() != ')') refuse();
    }
    return sizes;
  }

  std::string_view text_;
  std::string_view name_;
  size_t at_ = 0;
};

struct Kind {
  std::string_view code;  // without the byte order
  DType dtype;
};
constexpr Kind kKinds[] = {{"b1", DType::boolean}, {"u1", DType::u8},   {"u2", DType::u16},
                           {"u4", DType::u32},     {"u8", DType::u64},  {"i1", DType::i8},
                           {"i2", DType::i16},     {"i4", DType::i32},  {"i8", DType::i64},
                           {"f2", DType::f16},     {"V2", DType::bf16}, {"f4", DType::f32},
                           {"f8", DType::f64}};

DType dtype_of(std::string_view descr, std::string_view name) {
  const std::string_view code = descr.substr(std::min<size_t>(1, descr.size()));
  if (!descr.empty() && std::string_view("<>|=").find(descr[0]) != std::string_view::npos)
    for (const Kind& kind : kKinds)
      if (kind.code == code) return kind.dtype;
  if (descr == "O" || code == "O")
    fail<FileError>(quote(name), " holds Python objects, which only running their code could read.",
                    "\n  hint: save numbers: np.asarray(x, dtype=\"float32\")");
  const bool text = code.starts_with('U') || code.starts_with('S');
  fail<FileError>(quote(name), " holds ",
                  text                    ? "strings"
                  : code.starts_with('c') ? "complex numbers"
                                          : "elements",
                  " of type ", quote(descr),
                  "; booleans, integers and floats up to 64 bits are read.");
}

/// Copies elements of `size` bytes from column-major to row-major order.
void to_row_major(const std::byte* from, std::byte* to, const std::vector<int64_t>& shape,
                  size_t size, int64_t count) {
  const size_t rank = shape.size();
  std::vector<int64_t> index(rank), stride(rank);
  for (int64_t axis = 0, step = 1; axis < static_cast<int64_t>(rank); ++axis) {
    stride[static_cast<size_t>(axis)] = step;
    step *= shape[static_cast<size_t>(axis)];
  }
  int64_t source = 0;
  for (int64_t i = 0; i < count; ++i) {
    std::memcpy(to + static_cast<size_t>(i) * size, from + static_cast<size_t>(source) * size,
                size);
    for (size_t axis = rank; axis-- > 0;) {
      source += stride[axis];
      if (++index[axis] < shape[axis]) break;
      source -= stride[axis] * shape[axis];
      index[axis] = 0;
    }
  }
}

}  // namespace

FileArray read_npy(const std::string& path) { return read_npy(read_file(path, is_npy), path); }

FileArray read_npy(std::span<const std::byte> file, std::string_view name) {
  const std::string_view text(reinterpret_cast<const char*>(file.data()), file.size());
  if (!is_npy(file)) fail<FileError>(quote(name), " is not a .npy file.");
  const auto byte = [&](size_t at) {
    return at < file.size() ? std::to_integer<size_t>(file[at]) : size_t{0};
  };
  const size_t version = byte(6);
  if (version < 1 || version > 3)
    fail<FileError>(quote(name), " is of version ", version,
                    " of NumPy's format; 1 to 3 are read.");
  const size_t start = version == 1 ? 10 : 12;
  size_t length = byte(8) | byte(9) << 8;
  if (version > 1) length |= byte(10) << 16 | byte(11) << 24;
  if (file.size() < start || file.size() - start < length)
    fail<FileError>(quote(name), " ends within its header.");
  const Header header = HeaderReader(text.substr(start, length), name).read();

  FileArray array;
  array.dtype = dtype_of(header.descr, name);
  array.shape = header.shape;
  const std::span<const std::byte> data = file.subspan(start + length);
  const std::optional<uint64_t> claimed = byte_count(array.dtype, array.shape);
  if (claimed != data.size())
    fail<FileError>(quote(name), " claims ", short_name(array.dtype), shape_text(array.shape),
                    claimed ? concat(": ", *claimed, " bytes") : "", ", but holds ", data.size(),
                    " bytes.");
  const size_t size = size_of(array.dtype);
  if (header.fortran_order) {
    array.bytes = Bytes(data.size());
    to_row_major(data.data(), array.bytes.data(), array.shape, size, *element_count(array.shape));
  } else {
    array.bytes = Bytes::copy_of(data);
  }
  if (header.descr[0] == '>') swap_byte_order(array.bytes, size);
  make_valid_booleans(array.dtype, array.bytes);
  return array;
}

Bytes write_npy(DType dtype, const std::vector<int64_t>& shape, std::span<const std::byte> bytes) {
  CORNU_CHECK(bytes.size() == byte_count(dtype, shape), "wrong size");
  const auto kind = std::find_if(std::begin(kKinds), std::end(kKinds),
                                 [&](const Kind& k) { return k.dtype == dtype; });
  std::string header = concat("{'descr': '", size_of(dtype) == 1 ? "|" : "<", kind->code,
                              "', 'fortran_order': False, 'shape': (", join(shape),
                              shape.size() == 1 ? ",), }" : "), }");
  constexpr size_t kStart = 10, kAlignment = 64;
  header.append(kAlignment - 1 - (kStart + header.size()) % kAlignment, ' ');
  header += '\n';
  std::string head(kMagic);
  head += std::string_view("\1\0", 2);  // the version
  head += static_cast<char>(header.size() & 0xff);
  head += static_cast<char>(header.size() >> 8);  // 64 axes of 19 digits fit
  head += header;
  Bytes file(head.size() + bytes.size());
  std::byte* out = std::copy_n(as_bytes(head).data(), head.size(), file.data());
  std::copy(bytes.begin(), bytes.end(), out);
  return file;
}

}  // namespace cornu
