#include <gtest/gtest.h>

#include <cstring>

#include "framework/base/file.h"
#include "framework/data/zip_reader.h"
#include "framework/saving/hdf5_reader.h"
#include "framework/saving/hdf5_writer.h"
#include "tests/support/error_of.h"
#include "tests/support/golden.h"
#include "tests/support/mutations.h"

namespace cornu {
namespace {

using Shape = std::vector<int64_t>;

constexpr DType kAll[] = {DType::boolean, DType::u8,  DType::u16, DType::u32, DType::u64,
                          DType::i8,      DType::i16, DType::i32, DType::i64, DType::f16,
                          DType::bf16,    DType::f32, DType::f64};

Hdf5Reader open(const std::string& name) {
  return Hdf5Reader::open(read_file(golden_path("files/" + name)), name);
}
std::string open_error(const std::string& name) {
  return error_of([&] { (void)open(name); });
}

TEST(Hdf5, ReadsEveryTypeInBothByteOrders) {
  const Hdf5Reader reader = open("types.h5");
  for (const DType dtype : kAll) {
    for (const std::string order : {"little/", "big/"}) {
      if (dtype == DType::bf16 && order == "big/") continue;
      const FileArray array = reader.read(order + std::string(keras_name(dtype)));
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
  EXPECT_EQ(reader.read("scalar").shape, Shape{});
  EXPECT_EQ(reader.read("empty").shape, (Shape{0, 4}));
}

TEST(Hdf5, SaysWhatItCannotRead) {
  const Hdf5Reader reader = open("types.h5");
  const auto error = [&](const char* path) { return error_of([&] { (void)reader.read(path); }); };
  EXPECT_EQ(error("strings"), "FileError: \"types.h5\": \"strings\" holds strings.");
  EXPECT_EQ(error("records"), "FileError: \"types.h5\": \"records\" holds records.");
  EXPECT_EQ(error("nothing"), "FileError: \"types.h5\": \"nothing\" holds nothing.");
  EXPECT_EQ(error("opaque"), "FileError: \"types.h5\": \"opaque\" holds opaque bytes.");
  EXPECT_EQ(error("packed"),
            "FileError: \"types.h5\": \"packed\" is cut in chunks, perhaps compressed, which Keras "
            "never does.");
  EXPECT_EQ(error("little/f32"), "FileError: \"types.h5\": \"little/f32\" is missing.");
}

TEST(Hdf5, ReadsTheNewestLayout) {
  const Hdf5Reader reader = open("newest.h5");
  ASSERT_EQ(reader.datasets().size(), 3u);
  EXPECT_EQ(reader.datasets()[0].path, "layers/dense/vars/0");
  const FileArray kernel = reader.read("layers/dense/vars/0");
  EXPECT_EQ(kernel.shape, (Shape{2, 3}));
  float values[6];
  std::memcpy(values, kernel.bytes.data(), sizeof values);
  EXPECT_EQ(values[5], 5.f);
  EXPECT_EQ(reader.read("layers/dense/vars/1").dtype, DType::bf16);
  EXPECT_EQ(open_error("many_links.h5"),
            "FileError: \"many_links.h5\" keeps a group in a layout that Keras does not write.\n"
            "  hint: write it with h5py's default libver.");
}

TEST(Hdf5, RefusesLinksAndForeignStorage) {
  EXPECT_EQ(open_error("soft_link.h5"),
            "FileError: \"soft_link.h5\": \"layers/dense/vars/0\" is a soft link; weights files "
            "need none.");
  EXPECT_EQ(open_error("external_link.h5"),
            "FileError: \"external_link.h5\": \"layers/dense/vars/0\" is an external link; weights "
            "files need none.");
  EXPECT_EQ(open_error("hard_link.h5"),
            "FileError: \"hard_link.h5\": \"layers/dense/vars/0\" is linked more than once; "
            "weights files need no such links.");
  EXPECT_EQ(open_error("cycle.h5"),
            "FileError: \"cycle.h5\": \"layers/dense/again\" is linked more than once; weights "
            "files need no such links.");
  EXPECT_EQ(open_error("external_storage.h5"),
            "FileError: \"external_storage.h5\": \"vars/0\" keeps its data in other files.");
  EXPECT_EQ(open_error("virtual.h5"),
            "FileError: \"virtual.h5\": \"vars/0\" is virtual: its data lie in other files.");
  EXPECT_EQ(open_error("named_type.h5"),
            "FileError: \"named_type.h5\": \"vars/0\" is neither a group nor a data set.");
}

TEST(Hdf5, RefusesShapesThatTheBytesDoNotFill) {
  const Hdf5Reader reader = open("too_large.h5");
  ASSERT_NE(reader.find("vars/0"), nullptr);
  EXPECT_EQ(reader.find("vars/0")->shape, (Shape{int64_t{1} << 40, 1}));
  EXPECT_EQ(
      error_of([&] { (void)reader.read("vars/0"); }),
      "FileError: \"too_large.h5\": \"vars/0\" claims the shape [1099511627776, 1], but only 3 "
      "bytes are stored.");
}

TEST(Hdf5, RefusesCutFiles) {
  const Bytes whole = read_file(golden_path("files/types.h5"));
  const std::span<const std::byte> all = whole;
  for (size_t size = 0; size < all.size(); size += 97) {
    EXPECT_NE(error_of([&] { (void)Hdf5Reader::open(Bytes::copy_of(all.first(size)), "cut.h5"); }),
              "no error")
        << size;
  }
  EXPECT_EQ(error_of([] { (void)Hdf5Reader::open(Bytes(), "none.h5"); }),
            "FileError: \"none.h5\" is empty.");
  EXPECT_EQ(error_of([] { (void)Hdf5Reader::open(Bytes::copy_of(as_bytes("PK\3\4")), "zip.h5"); }),
            "FileError: \"zip.h5\" is not an HDF5 file.");
}

TEST(Hdf5, ReadsWhatItWrites) {
  std::vector<std::byte> bytes(6 * 8);
  for (size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::byte>(i % 2);
  Hdf5Writer writer;
  for (const DType dtype : kAll)
    writer.dataset("layers/dense/vars/" + std::string(short_name(dtype)), dtype, {2, 3},
                   std::span(bytes).first(6 * size_of(dtype)));
  writer.attribute("layers/dense/vars", "name", "dënse");
  writer.group("layers/flatten/vars");
  writer.dataset("scalar", DType::i64, {}, std::span(bytes).first(8));
  writer.dataset("empty", DType::f32, {0, 4}, {});
  const Hdf5Reader reader = Hdf5Reader::open(writer.finish(), "made.h5");
  EXPECT_EQ(reader.datasets().size(), std::size(kAll) + 2);
  for (const DType dtype : kAll) {
    const FileArray array = reader.read("layers/dense/vars/" + std::string(short_name(dtype)));
    EXPECT_EQ(array.dtype, dtype);
    EXPECT_EQ(array.shape, (Shape{2, 3}));
    EXPECT_EQ(std::memcmp(array.bytes.data(), bytes.data(), array.bytes.size()), 0)
        << short_name(dtype);
  }
  EXPECT_EQ(reader.read("scalar").shape, Shape{});
  EXPECT_EQ(reader.read("empty").shape, (Shape{0, 4}));
}

TEST(Hdf5, WritesTheSameBytesForTheSameContent) {
  const auto make = [] {
    Hdf5Writer writer(1 << 20);
    writer.group("layers/dense/vars");
    writer.attribute("layers/dense/vars", "name", "dense");
    const std::vector<std::byte> zeros(400'000);
    writer.dataset("layers/dense/vars/0", DType::f32, {100'000}, zeros);
    return writer.finish();
  };
  const Bytes first = make(), second = make();
  EXPECT_EQ(first.text(), second.text());
  EXPECT_LT(first.size(), 420'000u);
}

TEST(Hdf5, WalksDeepGroupsWithoutRecursion) {
  Hdf5Writer writer;
  std::string path = "a";
  for (int i = 0; i < 200; ++i) path += "/a";
  writer.dataset(path + "/0", DType::f32, {0}, {});
  const Hdf5Reader reader = Hdf5Reader::open(writer.finish(), "deep.h5");
  EXPECT_EQ(reader.datasets().size(), 1u);
  Hdf5Writer longer;
  longer.dataset(std::string(5000, 'a'), DType::f32, {0}, {});
  const std::string text = error_of([&] { (void)Hdf5Reader::open(longer.finish(), "long.h5"); });
  EXPECT_TRUE(text.ends_with("is no name that Keras gives.")) << text;
}

TEST(Hdf5, OpensManyFilesAtOnce) {
  std::vector<Hdf5Reader> readers;
  for (int i = 0; i < 3; ++i) {
    Hdf5Writer writer, other;
    const int64_t value = i;
    writer.dataset("0", DType::i64, {}, std::as_bytes(std::span(&value, 1)));
    other.group("other");
    readers.push_back(Hdf5Reader::open(writer.finish(), "same.h5"));
  }
  for (int i = 0; i < 3; ++i) {
    int64_t value = -1;
    readers[static_cast<size_t>(i)].read("0", std::as_writable_bytes(std::span(&value, 1)));
    EXPECT_EQ(value, i);
  }
}

TEST(Hdf5, WithstandsBrokenFiles) {
  for (const char* name : {"types.h5", "soft_link.h5", "virtual.h5", "newest.h5"}) {
    const Bytes whole = read_file(golden_path(std::string("files/") + name));
    expect_read_or_refused<FileError>(whole.text(), [](const std::string& broken) {
      const Hdf5Reader reader = Hdf5Reader::open(Bytes::copy_of(as_bytes(broken)), "broken.h5");
      for (const Hdf5Dataset& dataset : reader.datasets())
        if (dataset.dtype) (void)reader.read(dataset.path);
    });
  }
}

}  // namespace
}  // namespace cornu
