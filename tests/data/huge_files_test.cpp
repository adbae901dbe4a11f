// A file of another kind is refused by its first bytes, however large it is.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>

#include "framework/data/csv_table.h"
#include "framework/data/idx.h"
#include "framework/data/images/image.h"
#include "framework/data/npy.h"
#include "framework/data/npz.h"
#include "tests/support/error_of.h"
#include "tests/support/temporary_folder.h"

namespace cornu {
namespace {

TEST(HugeFiles, OfZerosAreRefusedAtOnce) {
  const TemporaryFolder folder;
  const std::string path = folder / "x";
  std::ofstream(path).close();
  std::error_code code;
  std::filesystem::resize_file(path, uint64_t{1} << 42, code);
  if (code) GTEST_SKIP() << "files here cannot be of 4 TB: " << code.message();
  const auto error = [](const std::function<void()>& read) { return error_of(read); };
  EXPECT_EQ(error([&] { (void)read_image(path); }),
            "FileError: " + path + ": it is neither a PNG nor a JPEG file.");
  EXPECT_EQ(error([&] { (void)read_npy(path); }),
            "FileError: \"" + path + "\" is not a .npy file.");
  EXPECT_EQ(error([&] { (void)read_csv(path, {}); }),
            "FileError: " + path + ": it holds bytes of value 0: it is no text.");
  EXPECT_EQ(error([&] { (void)NpzReader::open(path); }),
            "FileError: \"" + path +
                "\" is not a whole zip archive: it is cut, or another kind of file.");
  EXPECT_EQ(error([&] { (void)read_idx(path); }),
            "FileError: \"" + path +
                "\" is not an IDX file.\n  hint: IDX files start with two zero bytes, a type from "
                "0x08 to 0x0e and the number of axes.");
}

}  // namespace
}  // namespace cornu
