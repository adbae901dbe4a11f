#include "framework/data/dataset.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "framework/base/file.h"
#include "framework/data/find_data.h"
#include "framework/data/npz.h"
#include "framework/data/permutation.h"
#include "framework/data/source.h"
#include "framework/data/sources/digits.h"
#include "framework/data/sources/idx.h"
#include "framework/data/sources/npz.h"
#include "framework/ops/creation.h"
#include "tests/support/error_of.h"
#include "tests/support/temporary_folder.h"

namespace cornu {
namespace {

Dataset counting(int64_t count) {
  std::vector<float> x;
  std::vector<int32_t> y;
  for (int64_t i = 0; i < count; ++i) {
    x.push_back(static_cast<float>(i));
    x.push_back(static_cast<float>(-i));
    y.push_back(static_cast<int32_t>(i));
  }
  return data::from_arrays(from_buffer(x.data(), {count, 2}, DType::f32), constant(y));
}

std::vector<std::vector<int>> epoch_of(BatchReader& reader, uint64_t epoch) {
  std::vector<std::vector<int>> batches;
  Batch batch;
  reader.start(epoch);
  while (reader.next(batch)) {
    batches.push_back(batch.y[0].to_vector<int>());
    EXPECT_EQ(batch.x[0].at<int>({-1, 1}), -batches.back().back());
    EXPECT_EQ(batch.size(), static_cast<int64_t>(batches.back().size()));
  }
  return batches;
}

TEST(Dataset, IsReadInBatchesWithASmallerLast) {
  const auto reader = counting(7).read({.batch_size = 3});
  EXPECT_EQ(reader->batches(), 3);
  const std::vector<std::vector<int>> expected = {{0, 1, 2}, {3, 4, 5}, {6}};
  EXPECT_EQ(epoch_of(*reader, 0), expected);
  EXPECT_EQ(epoch_of(*reader, 1), expected);
}

TEST(Dataset, PartsHaveTheirOwnRows) {
  const Dataset part = counting(7).rows(2, 6).rows(1, 3);
  EXPECT_EQ(part.size(), 2);
  EXPECT_EQ(part.x().single().to_vector<float>(), (std::vector<float>{3, -3, 4, -4}));
  EXPECT_EQ(part.y().single().to_vector<int>(), (std::vector<int>{3, 4}));
  const Dataset weighted = part.with_sample_weight(constant({0.5f, 2.f}));
  const auto reader = weighted.read({.batch_size = 8});
  reader->start(0);
  Batch batch;
  ASSERT_TRUE(reader->next(batch));
  EXPECT_EQ(batch.y[0].to_vector<int>(), (std::vector<int>{3, 4}));
  EXPECT_EQ(batch.sample_weight[0].to_vector<float>(), (std::vector<float>{0.5, 2}));
  EXPECT_EQ(weighted.rows(1, 2).sample_weight().single().to_vector<float>(),
            (std::vector<float>{2}));
}

TEST(Dataset, ShufflesAnewEachEpoch) {
  const BatchOptions options{.batch_size = 4, .shuffle = Shuffle::samples, .seed = 5};
  const auto reader = counting(50).read(options), other = counting(50).read(options);
  const auto first = epoch_of(*reader, 0), second = epoch_of(*reader, 1);
  EXPECT_NE(first, second);
  EXPECT_EQ(first, epoch_of(*other, 0));
  std::vector<int> all;
  for (const auto& batch : first) all.insert(all.end(), batch.begin(), batch.end());
  std::sort(all.begin(), all.end());
  for (int i = 0; i < 50; ++i) EXPECT_EQ(all[static_cast<size_t>(i)], i);
}

TEST(Dataset, ShufflesWholeBatches) {
  const auto reader = counting(10).read({.batch_size = 3, .shuffle = Shuffle::batches, .seed = 2});
  std::vector<int> firsts;
  for (const auto& batch : epoch_of(*reader, 3)) {
    firsts.push_back(batch[0]);
    for (size_t i = 1; i < batch.size(); ++i) EXPECT_EQ(batch[i], batch[i - 1] + 1);
  }
  EXPECT_EQ(firsts.back(), 9);  // the smaller batch stays where it is
  std::sort(firsts.begin(), firsts.end());
  EXPECT_EQ(firsts, (std::vector<int>{0, 3, 6, 9}));
}

TEST(Dataset, ReusesABatchsMemoryWhereTold) {
  const auto reader = counting(6).read({.batch_size = 2});
  Batch batch;
  reader->start(0);
  reader->next(batch);
  const void* place = batch.x[0].data();
  reader->next(batch);
  EXPECT_EQ(batch.x[0].data(), place);

  const auto keeping = counting(6).read({.batch_size = 2, .reuse = false});
  Batch first, second;
  keeping->start(0);
  keeping->next(first);
  keeping->next(second);
  EXPECT_EQ(first.y[0].to_vector<int>(), (std::vector<int>{0, 1}));
}

TEST(Dataset, SplitsTheLastSamplesOff) {
  const auto [train, validation] = counting(10).split(0.25);
  EXPECT_EQ(train.size(), 7);
  const auto reader = validation.read({});
  EXPECT_EQ(epoch_of(*reader, 0), (std::vector<std::vector<int>>{{7, 8, 9}}));
  EXPECT_EQ(error_of([] { counting(3).split(0.9); }),
            "ValueError: validation_split: 0.9 of 3 samples leaves none to train on.");
  EXPECT_EQ(error_of([] { counting(3).split(1.5); }),
            "ValueError: validation_split must be above 0 and below 1, not 1.5.");
}

TEST(Dataset, WantsAsManySamplesInEachArray) {
  EXPECT_EQ(error_of([] {
              data::from_arrays(zeros({4, 2}), zeros({3}));
            }),
            "ShapeError: data: numbers of samples differ: f32[4,2] has 4, y f32[3] has 3.");
  EXPECT_EQ(error_of([] { data::from_arrays(constant(1.f)); }),
            "ShapeError: data: x is a scalar.\n  hint: the first axis counts samples.");
  EXPECT_EQ(error_of([] { counting(4).read({.batch_size = 0}); }),
            "ValueError: batch_size must be at least 1, not 0.");
}

TEST(Permutation, DependsOnSeedAndEpoch) {
  EXPECT_EQ(permutation(100, 1, 2), permutation(100, 1, 2));
  EXPECT_NE(permutation(100, 1, 2), permutation(100, 1, 3));
  EXPECT_NE(permutation(100, 1, 2), permutation(100, 2, 2));
  EXPECT_TRUE(permutation(0, 1, 1).empty());
}

TEST(Permutation, PutsEachNumberEverywhereEquallyOften) {
  std::vector<int> count(5);
  for (uint64_t epoch = 0; epoch < 5000; ++epoch)
    ++count[static_cast<size_t>(permutation(5, 9, epoch)[0])];
  for (const int n : count) EXPECT_NEAR(n, 1000, 120);
}

TEST(Digits, ComeInThreeParts) {
  const auto [train, validation, test] = datasets::digits();
  EXPECT_EQ(train.size(), 1258);
  EXPECT_EQ(validation.size(), 180);
  EXPECT_EQ(test.size(), 359);
  EXPECT_EQ(train.x().single().spec().text(), "u8[1258,8,8,1]");
  EXPECT_EQ(test.y().single().at<int>({0}), 4);  // the labels begin 0, 1, 2, …
  EXPECT_EQ(datasets::digits({.split = "all"}).size(), 1797);
}

TEST(DataSource, IsFoundByName) {
  const DataSource& digits = data_source("Digits");
  const Dataset test = digits.load(
      ConfigValue::from_json(*digits.config, parse_json(R"({"split": "test"})", "")), {});
  EXPECT_EQ(test.size(), 359);
  EXPECT_EQ(error_of([] { data_source("Digit"); }),
            "ConfigError: unknown data source \"Digit\". Did you mean \"Digits\"?");
}

TEST(DataSource, ReadsArraysOfAnNpz) {
  const TemporaryFolder folder;
  NpzWriter writer(folder / "a.npz");
  const std::vector<float> x = {1, 2, 3, 4, 5, 6};
  const std::vector<int32_t> y = {7, 8, 9};
  writer.add("images", DType::f32, {3, 2}, std::as_bytes(std::span(x)));
  writer.add("y", DType::i32, {3}, std::as_bytes(std::span(y)));
  writer.finish();
  const Dataset some = data::npz({.path = folder / "a.npz", .x = "images", .start = 1, .stop = -1});
  EXPECT_EQ(some.size(), 1);
  const auto reader = some.read({});
  Batch batch;
  reader->start(0);
  ASSERT_TRUE(reader->next(batch));
  EXPECT_EQ(batch.x[0].to_vector<float>(), (std::vector<float>{3, 4}));
  EXPECT_EQ(batch.y[0].item<int>(), 8);
  const DataSource& npz = data_source("Npz");
  const Dataset both =
      npz.load(ConfigValue::from_json(
                   *npz.config, parse_json(R"({"path": "a.npz", "x": ["images", "images"]})", "")),
               {.folders = {folder.path()}});
  EXPECT_EQ(both.x().size(), 2u);
}

TEST(DataSource, TakesTheArraysThatTheModelNames) {
  const TemporaryFolder folder;
  NpzWriter writer(folder / "a.npz");
  const std::vector<float> values = {1, 2, 3};
  for (const char* name : {"left", "right", "out"})
    writer.add(name, DType::f32, {3}, std::as_bytes(std::span(values)));
  writer.finish();
  const DataSource& npz = data_source("Npz");
  const auto load = [&](const char* config, const DataRequest& request) {
    return npz.load(ConfigValue::from_json(*npz.config, parse_json(config, "")), request);
  };
  const DataRequest request = {{folder.path()}, {"left", "right"}, {"out"}};
  const Dataset named = load(R"({"path": "a.npz"})", request);
  EXPECT_EQ(named.x().size(), 2u);
  EXPECT_EQ(named.y().size(), 1u);
  EXPECT_EQ(load(R"({"path": "a.npz", "x": "left"})", request).x().size(), 1u);
  EXPECT_EQ(error_of([&] {
              load(R"({"path": "a.npz"})", {{folder.path()}, {"up"}, {"out"}});
            }),
            "FileError: \"" + folder.path() +
                "/a.npz\" has no array \"x\". Known: \"left\", \"right\", \"out\".");
}

/// Files named as ours, in a folder that is looked into first.
class OtherDigits : public testing::Test {
 protected:
  struct Array {
    DType dtype;
    std::vector<int64_t> shape;
  };
  std::string error(const Array& x, const Array& y) {
    make_folder(folder_ / "digits");
    NpzWriter writer(folder_ / "digits/digits.npz");
    for (const auto& [name, array] : {std::pair{"x", x}, {"y", y}})
      writer.add(name, array.dtype, array.shape,
                 Bytes(byte_count(array.dtype, array.shape).value()));
    writer.finish();
    const std::string message = error_of([&] {
      const DataSource& digits = data_source("Digits");
      digits.load(ConfigValue(*digits.config), {.folders = {folder_.path()}});
    });
    const size_t facts = message.find("does not hold");
    return facts == std::string::npos ? message : message.substr(facts);
  }

  TemporaryFolder folder_;
};

TEST_F(OtherDigits, AreRefused) {
  const Array images = {DType::u8, {20, 8, 8, 1}}, labels = {DType::u8, {20}};
  EXPECT_EQ(error(images, labels), "no error");
  const std::string end = "; they are u8[n, 8, 8, 1] and u8[n].";
  EXPECT_EQ(error({DType::u8, {}}, labels),
            "does not hold the digits: x is u8[] and y u8[20]" + end);
  EXPECT_EQ(error({DType::u8, {0, 8, 8, 1}}, {DType::u8, {0}}),
            "does not hold the digits: x is u8[0, 8, 8, 1] and y u8[0]" + end);
  EXPECT_EQ(error({DType::f64, {20, 8, 8, 1}}, labels),
            "does not hold the digits: x is f64[20, 8, 8, 1] and y u8[20]" + end);
  EXPECT_EQ(error(images, {DType::u8, {19}}),
            "does not hold the digits: x is u8[20, 8, 8, 1] and y u8[19]" + end);
}

TEST(Dataset, TakesABatchSizeBeyondEverything) {
  const Dataset samples = data::from_arrays(constant({1.0, 2.0, 3.0}));
  const auto reader = samples.read({.batch_size = INT64_MAX, .shuffle = Shuffle::batches});
  EXPECT_EQ(reader->batches(), 1);
  reader->start(0);
  Batch batch;
  ASSERT_TRUE(reader->next(batch));
  EXPECT_EQ(batch.size(), 3);
}

TEST(DataSource, NamesEveryPathItTried) {
  const std::string message =
      error_of([] { find_data("no/such.npz", {"/first"}, "it is nowhere."); });
  EXPECT_EQ(message.substr(0, message.find("/no/such") + 12),
            "FileError: the data file \"no/such.npz\" was not found; tried:\n    "
            "/first/no/such.npz");
  EXPECT_NE(message.find("\n  hint: it is nowhere. Set CORNU_DATA to the folder that has it."),
            std::string::npos);
}

}  // namespace
}  // namespace cornu
