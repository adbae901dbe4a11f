#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "framework/base/json.h"
#include "framework/data/npz.h"
#include "framework/data/zip_reader.h"
#include "framework/saving/hdf5_reader.h"
#include "tests/support/golden.h"

namespace cornu {
namespace {

/// Everything that real Keras or NumPy wrote and a reader has to take, by its ending.
std::vector<std::string> golden_files(std::string_view ending) {
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(golden_path("")))
    if (entry.path().string().ends_with(ending)) paths.push_back(entry.path().string());
  std::sort(paths.begin(), paths.end());
  EXPECT_GT(paths.size(), 12u);
  return paths;
}

TEST(GoldenFiles, WeightsFilesCanAllBeRead) {
  for (const std::string& path : golden_files(".keras")) {
    const ZipReader zip = ZipReader::open(path);
    const std::string name = "model.weights.h5";
    const Hdf5Reader weights = Hdf5Reader::open(zip.read(name, 1 << 24), zip.name_of(name));
    EXPECT_FALSE(weights.datasets().empty()) << path;
    for (const Hdf5Dataset& dataset : weights.datasets()) {
      EXPECT_EQ(dataset.unreadable, "") << path << ": " << dataset.path;
      EXPECT_EQ(weights.read(dataset.path).shape, dataset.shape);
    }
  }
}

TEST(GoldenFiles, ConfigsCanAllBeReadAndWritten) {
  for (const std::string& path : golden_files(".keras")) {
    const ZipReader zip = ZipReader::open(path);
    const Bytes text = zip.read("config.json", 1 << 24);
    const Json config = parse_json(text.text(), zip.name_of("config.json"));
    EXPECT_TRUE(config.contains("class_name")) << path;
    EXPECT_EQ(config.dump(), text.text()) << path;  // as Python's json.dumps wrote it
  }
}

TEST(GoldenFiles, ArraysCanAllBeRead) {
  for (const std::string& path : golden_files(".npz")) {
    const NpzReader npz = NpzReader::open(path);
    EXPECT_FALSE(npz.names().empty()) << path;
    for (const std::string& name : npz.names()) {
      const FileArray array = npz.read(name);
      EXPECT_EQ(byte_count(array.dtype, array.shape), array.bytes.size()) << path << ": " << name;
    }
  }
}

}  // namespace
}  // namespace cornu
