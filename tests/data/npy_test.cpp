#include "framework/data/npy.h"

#include <gtest/gtest.h>

#include <cstring>

#include "framework/base/file.h"
#include "framework/data/npz.h"
#include "tests/support/error_of.h"
#include "tests/support/golden.h"
#include "tests/support/mutations.h"
#include "tests/support/temporary_folder.h"

namespace cornu {
namespace {

using Shape = std::vector<int64_t>;

constexpr DType kAll[] = {DType::boolean, DType::u8,  DType::u16, DType::u32, DType::u64,
                          DType::i8,      DType::i16, DType::i32, DType::i64, DType::f16,
                          DType::bf16,    DType::f32, DType::f64};

template <class T>
std::vector<T> values_of(const FileArray& array) {
  std::vector<T> values(array.bytes.size() / sizeof(T));
  std::memcpy(values.data(), array.bytes.data(), array.bytes.size());
  return values;
}

/// A file of that header, and so many bytes of data.
std::string npy(std::string header, size_t bytes, int version = 1) {
  header += '\n';
  std::string file = "\x93NUMPY";
  file += static_cast<char>(version);
  file += '\0';
  for (int i = 0; i < (version == 1 ? 2 : 4); ++i)
    file += static_cast<char>(header.size() >> (8 * i) & 0xff);
  return file + header + std::string(bytes, '\0');
}

std::string error_for(const std::string& file) {
  return error_of([&] { (void)read_npy(as_bytes(file), "x.npy"); });
}

TEST(Npz, ReadsEveryTypeInBothByteOrders) {
  const NpzReader npz = NpzReader::open(golden_path("files/types.npz"));
  for (const DType dtype : kAll) {
    if (dtype == DType::bf16) continue;
    for (const std::string order : {"little_", "big_"}) {
      const FileArray array = npz.read(order + std::string(keras_name(dtype)));
      EXPECT_EQ(array.dtype, dtype);
      EXPECT_EQ(array.shape, (Shape{1, 3}));
      dispatch(dtype, [&](auto zero) {
        using T = decltype(zero);
        T values[3];
        ASSERT_EQ(array.bytes.size(), sizeof values);
        std::memcpy(values, array.bytes.data(), sizeof values);
        EXPECT_EQ(static_cast<double>(values[0]), 0) << order << keras_name(dtype);
        EXPECT_EQ(static_cast<double>(values[1]), 1) << order << keras_name(dtype);
        EXPECT_EQ(static_cast<double>(values[2]), dtype == DType::boolean ? 1 : 2);
      });
    }
  }
  EXPECT_EQ(values_of<uint16_t>(npz.read("bfloat16")), (std::vector<uint16_t>{0, 0x3f80, 0x4000}));
}

TEST(Npz, ReadsColumnMajorScalarAndEmptyArrays) {
  const NpzReader npz = NpzReader::open(golden_path("files/types.npz"));
  const FileArray fortran = npz.read("fortran");
  EXPECT_EQ(fortran.shape, (Shape{2, 3, 4}));
  const std::vector<float> values = values_of<float>(fortran);
  for (size_t i = 0; i < 24; ++i) EXPECT_EQ(values[i], static_cast<float>(i));
  EXPECT_EQ(npz.read("scalar").shape, Shape{});
  EXPECT_EQ(values_of<double>(npz.read("scalar")), std::vector<double>{2.5});
  EXPECT_EQ(npz.read("empty").shape, (Shape{0, 4}));
  const NpzReader packed = NpzReader::open(golden_path("files/packed.npz"));
  EXPECT_EQ(values_of<float>(packed.read("zeros")), std::vector<float>(10000, 0.f));
}

TEST(Npz, NamesWhatItHas) {
  const std::string path = golden_path("files/packed.npz");
  const NpzReader npz = NpzReader::open(path);
  EXPECT_EQ(npz.names(), std::vector<std::string>{"zeros"});
  EXPECT_EQ(error_of([&] { (void)npz.read("zero"); }),
            "FileError: \"" + path + "\" has no array \"zero\". Did you mean \"zeros\"?");
}

TEST(Npz, ReadsWhatItWrites) {
  const TemporaryFolder folder;
  NpzWriter writer(folder / "x.npz");
  std::vector<std::byte> bytes(6 * 8);
  for (size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::byte>(i % 2);
  for (const DType dtype : kAll)
    writer.add(short_name(dtype), dtype, {2, 3}, std::span(bytes).first(6 * size_of(dtype)));
  writer.add("scalar", DType::f32, {}, std::span(bytes).first(4));
  writer.add("vector", DType::f32, {2}, std::span(bytes).first(8));
  writer.finish();
  const NpzReader npz = NpzReader::open(folder / "x.npz");
  for (const DType dtype : kAll) {
    const FileArray array = npz.read(short_name(dtype));
    EXPECT_EQ(array.dtype, dtype);
    EXPECT_EQ(array.shape, (Shape{2, 3}));
    EXPECT_EQ(std::memcmp(array.bytes.data(), bytes.data(), array.bytes.size()), 0);
  }
  EXPECT_EQ(npz.read("scalar").shape, Shape{});
  EXPECT_EQ(npz.read("vector").shape, Shape{2});
}

TEST(Npy, WritesNumPysHeader) {
  const float values[3] = {};
  const Bytes file = write_npy(DType::f32, {3}, std::as_bytes(std::span(values)));
  EXPECT_EQ(
      file.text().substr(10, 118),
      "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }" + std::string(60, ' ') + "\n");
  EXPECT_EQ(file.size(), 128u + 12);
  EXPECT_EQ(write_npy(DType::u8, {}, as_bytes("a")).text().substr(10, 56),
            "{'descr': '|u1', 'fortran_order': False, 'shape': (), } ");
}

TEST(Npy, ReadsVersionThree) {
  const std::string path = golden_path("files/version_3.npy");
  EXPECT_EQ(values_of<int64_t>(read_npy(read_file(path), path)), (std::vector<int64_t>{0, 1, 2}));
}

TEST(Npy, RefusesWhatIsNoArrayOfNumbers) {
  const auto error = [](const char* name) {
    const Bytes file = read_file(golden_path(std::string("files/") + name));
    return error_of([&] { (void)read_npy(file, name); });
  };
  EXPECT_EQ(error("objects.npy"),
            "FileError: \"objects.npy\" holds Python objects, which only running their code could "
            "read.\n  hint: save numbers: np.asarray(x, dtype=\"float32\")");
  EXPECT_EQ(
      error("strings.npy"),
      "FileError: \"strings.npy\" holds strings of type \"<U2\"; booleans, integers and floats "
      "up to 64 bits are read.");
  EXPECT_EQ(error("complex.npy"),
            "FileError: \"complex.npy\" holds complex numbers of type \"<c8\"; booleans, integers "
            "and floats up to 64 bits are read.");
  EXPECT_EQ(error("records.npy"),
            "FileError: \"records.npy\" holds records; arrays of numbers are read.");
}

TEST(Npy, RefusesShapesThatTheBytesDoNotFill) {
  const std::string start = "{'descr': '<f4', 'fortran_order': False, 'shape': ";
  EXPECT_EQ(error_for(npy(start + "(2, 3), }", 24)), "no error");
  EXPECT_EQ(error_for(npy(start + "(2, 3), }", 24, 2)), "no error");
  EXPECT_EQ(error_for(npy(start + "(2, 3), }", 23)),
            "FileError: \"x.npy\" claims f32[2, 3]: 24 bytes, but holds 23 bytes.");
  EXPECT_EQ(error_for(npy(start + "(1000000000000,), }", 24)),
            "FileError: \"x.npy\" claims f32[1000000000000]: 4000000000000 bytes, but holds 24 "
            "bytes.");
  EXPECT_EQ(error_for(npy(start + "(4294967296, 4294967296), }", 0)),
            "FileError: \"x.npy\" claims f32[4294967296, 4294967296], but holds 0 bytes.");
  EXPECT_EQ(error_for(npy(start + "(0, 9223372036854775807, 2), }", 0)), "no error");
}

TEST(Npy, RefusesBrokenHeaders) {
  EXPECT_EQ(error_for("PK\3\4"), "FileError: \"x.npy\" is not a .npy file.");
  EXPECT_EQ(error_for(npy("{}", 0, 4)),
            "FileError: \"x.npy\" is of version 4 of NumPy's format; 1 to 3 are read.");
  EXPECT_EQ(error_for(npy("{}", 0)),
            "FileError: \"x.npy\" has no header that NumPy writes: \"{}\\x0a\".");
  const std::string good = "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }";
  const std::string whole = npy(good, 4);
  for (size_t size = 0; size < whole.size(); ++size)
    EXPECT_NE(error_for(whole.substr(0, size)), "no error") << size;
  for (const char* header :
       {"{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }",
        "{'descr': '<f4', 'fortran_order': 0, 'shape': (1,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'shape': (1,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'more': 1}",
        "{'descr': '<f4', 'fortran_order': False, }", "{'descr': '<f4"})
    EXPECT_NE(error_for(npy(header, 4)), "no error") << header;
  const std::string many = "(" + [] {
    std::string ones;
    for (int i = 0; i < 1000; ++i) ones += "1,";
    return ones;
  }() + ")";
  EXPECT_NE(error_for(npy("{'descr': '<f4', 'fortran_order': False, 'shape': " + many + ", }", 4)),
            "no error");
}

TEST(Npy, WithstandsBrokenFiles) {
  const Bytes npz = read_file(golden_path("files/types.npz"));
  expect_read_or_refused<FileError>(npz.text(), [](const std::string& broken) {
    const NpzReader reader = NpzReader::open(as_bytes(broken), "x.npz");
    for (const std::string& name : reader.names()) (void)reader.read(name);
  });
  const std::string whole = npy("{'descr': '>f4', 'fortran_order': True, 'shape': (2, 3), }", 24);
  expect_read_or_refused<FileError>(
      whole, [](const std::string& broken) { (void)read_npy(as_bytes(broken), "x"); }, 20'000);
}

}  // namespace
}  // namespace cornu
