#include <gtest/gtest.h>

#include <cmath>

#include "framework/base/atomic_file.h"
#include "framework/base/json.h"
#include "framework/data/csv_table.h"
#include "framework/data/sources/csv.h"
#include "tests/support/error_of.h"
#include "tests/support/temporary_folder.h"

namespace cornu {
namespace {

CsvTable table(std::string_view text, const CsvFormat& format = {}) {
  return {as_bytes(text), "t.csv", format};
}

TEST(CsvTable, ReadsQuotesLineEndsAndMarks) {
  for (const char* text : {"a,b\n1,\"x, \"\"y\"\"\"\n2,z\n", "a,b\r\n1,\"x, \"\"y\"\"\"\r\n2,z",
                           "\xEF\xBB\xBF"
                           "a,b\n\n1,\"x, \"\"y\"\"\"\n2,z\n\n"}) {
    const CsvTable read = table(text);
    EXPECT_EQ(read.header(), (std::vector<std::string>{"a", "b"}));
    ASSERT_EQ(read.rows(), 2u);
    EXPECT_EQ(read.cell(0, 1), "x, \"y\"");
    EXPECT_EQ(read.cell(1, 0), "2");
    EXPECT_EQ(read.number(1, 0), 2);
    EXPECT_FALSE(read.number(1, 1).has_value());
  }
}

TEST(CsvTable, FindsOutWhetherThereIsAHeader) {
  EXPECT_EQ(table("1,2\n3,4\n").rows(), 2u);
  EXPECT_EQ(table("1,x\n3,4\n").rows(), 1u);
  EXPECT_EQ(table("1,x\n3,4\n", {.header = false}).rows(), 2u);
  EXPECT_EQ(table("1,2\n3,4\n", {.header = true}).header(), (std::vector<std::string>{"1", "2"}));
}

TEST(CsvTable, ReadsNumbersInAnyLocale) {
  const CsvTable read = table("-1.5;+2;1e-3;nan\n", {.separator = ';'});
  EXPECT_EQ(read.number(0, 0), -1.5);
  EXPECT_EQ(read.number(0, 1), 2);
  EXPECT_EQ(read.number(0, 2), 1e-3);
  EXPECT_TRUE(std::isnan(*read.number(0, 3)));
}

TEST(CsvTable, SaysWhereItIsWrong) {
  const auto error = [](std::string_view text) { return error_of([&] { table(text); }); };
  EXPECT_EQ(error("1,2\n3\n4,5\n"),
            "FileError: t.csv: line 2 has 1 cell, the first line 2.\n  hint: is \",\" the "
            "separator?");
  EXPECT_EQ(error("1,\"2\n3,4\n"),
            "FileError: t.csv: line 2: a quote is not closed, or text follows it.");
  EXPECT_EQ(error("1,\"2\"x\n"),
            "FileError: t.csv: line 1: a quote is not closed, or text follows it.");
  EXPECT_EQ(error(""), "FileError: t.csv: it has no lines.");
  EXPECT_EQ(error(std::string_view("1,\0", 3)),
            "FileError: t.csv: it holds bytes of value 0: it is no text.");
}

class Csv : public testing::Test {
 protected:
  Csv() {
    write_file(folder_ / "f.csv",
               "size,age,kind,price,w\n1,10,red,5,1\n2,20,blue,6,0.5\n3,30,red,7.5,2\n");
  }
  Dataset load(data::CsvOptions options) {
    options.path = folder_ / "f.csv";
    return data::csv(options);
  }
  std::string error(data::CsvOptions options) {
    std::string text = error_of([&] { load(std::move(options)); });
    const size_t at = text.find(folder_.path() + "/");
    return at == std::string::npos ? text : text.erase(at, folder_.path().size() + 1);
  }

  TemporaryFolder folder_;
};

TEST_F(Csv, TakesColumnsByNameAndNumber) {
  const Dataset named = load({.x = {"size", "age"}, .y = "price", .sample_weight = "w"});
  EXPECT_EQ(named.x().single().shape(), (Shape{3, 2}));
  EXPECT_EQ(named.x().single().to_vector<float>(), (std::vector<float>{1, 10, 2, 20, 3, 30}));
  EXPECT_EQ(named.y().single().to_vector<float>(), (std::vector<float>{5, 6, 7.5}));
  EXPECT_EQ(named.sample_weight().single().shape(), (Shape{3}));
  const Dataset numbered = load({.x = {0, 1}, .y = {3, 4}});
  EXPECT_EQ(numbered.y().single().to_vector<float>(), (std::vector<float>{5, 1, 6, .5f, 7.5, 2}));
  EXPECT_EQ(load({.x = "age"}).x().single().shape(), (Shape{3, 1}));
}

TEST_F(Csv, TakesWhatIsLeftAsInputs) {
  const Dataset rest = load({.y = "kind", .sample_weight = "w"});
  EXPECT_EQ(rest.x().single().shape(), (Shape{3, 3}));
}

TEST_F(Csv, MakesLabelsOfText) {
  const Dataset sorted = load({.x = "size", .y = "kind"});
  EXPECT_EQ(sorted.class_names(), (std::vector<std::string>{"blue", "red"}));
  EXPECT_EQ(sorted.y().single().to_vector<int32_t>(), (std::vector<int32_t>{1, 0, 1}));
  const Dataset given = load({.x = "size", .y = "kind", .class_names = {"red", "green", "blue"}});
  EXPECT_EQ(given.y().single().to_vector<int32_t>(), (std::vector<int32_t>{0, 2, 0}));
  const Dataset part = load({.x = "size", .y = "kind", .start = 2});
  EXPECT_EQ(part.class_names().size(), 2u) << "the classes are the file's, not the part's";
  EXPECT_EQ(error({.x = "size", .y = "kind", .class_names = {"red", "blu"}}),
            "FileError: f.csv: line 3, column \"kind\": \"blue\" is no class. Did you mean "
            "\"blu\"?");
}

TEST_F(Csv, NamesClassesThatAreNumbers) {
  const Dataset numbered = load({.x = "age", .y = "size", .class_names = {"a", "b", "c", "d"}});
  EXPECT_EQ(numbered.y().single().to_vector<int32_t>(), (std::vector<int32_t>{1, 2, 3}));
  EXPECT_EQ(numbered.class_names().size(), 4u);
  EXPECT_EQ(error({.x = "age", .y = "size", .class_names = {"a", "b", "c"}}),
            "FileError: f.csv: line 4, column \"size\": \"3\" is the number of no class: there are "
            "3, from 0.");
  const Dataset named = load({.x = "age", .y = "size", .class_names = {"3", "2", "1"}});
  EXPECT_EQ(named.y().single().to_vector<int32_t>(), (std::vector<int32_t>{2, 1, 0}));
  EXPECT_EQ(error({.x = "age", .y = {"size", "price"}, .class_names = {"a"}}),
            "ConfigError: Csv: \"class_names\" are those of one target: \"y\" must be one column.");
}

TEST_F(Csv, TakesNoTextAmongNumbersForClasses) {
  write_file(folder_ / "f.csv", "x,y\n1,3\n2,NA\n3,9\n");
  EXPECT_EQ(error({.x = "x", .y = "y"}),
            "FileError: f.csv: line 3, column \"y\": \"NA\" is no number, but line 4 has one.\n"
            "  hint: mend it, or name all classes in \"class_names\".");
  const Dataset named = load({.x = "x", .y = "y", .class_names = {"3", "9", "NA"}});
  EXPECT_EQ(named.y().single().to_vector<int32_t>(), (std::vector<int32_t>{0, 2, 1}));
}

TEST_F(Csv, TakesClassesOfUtf8Only) {
  write_file(folder_ / "f.csv", "x,y\n1,M\xfcller\n");
  EXPECT_EQ(error({.x = "x", .y = "y"}),
            "FileError: f.csv: line 2, column \"y\": the class \"M\\xfcller\" is no UTF-8.\n"
            "  hint: convert the file, as with iconv -f latin1 -t utf-8.");
}

TEST_F(Csv, HasClassNamesOfOneTargetOnly) {
  write_file(folder_ / "f.csv", "x,a,b\n1,red,big\n2,blue,small\n");
  const Dataset two = load({.x = "x",
                            .y = data::Columns(std::map<std::string, std::vector<data::Column>>{
                                {"colour", {"a"}}, {"size", {"b"}}})});
  EXPECT_EQ(two.y().find("colour")->to_vector<int32_t>(), (std::vector<int32_t>{1, 0}));
  EXPECT_EQ(two.y().find("size")->to_vector<int32_t>(), (std::vector<int32_t>{0, 1}));
  EXPECT_TRUE(two.class_names().empty());
}

TEST_F(Csv, FeedsSeveralInputs) {
  const Dataset several = load({.x = data::Columns(std::map<std::string, std::vector<data::Column>>{
                                    {"b", {"size"}}, {"a", {"age", "w"}}}),
                                .y = "price"});
  EXPECT_EQ(several.x().names(), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(several.x().find("a")->shape(), (Shape{3, 2}));
  EXPECT_EQ(several.x().find("b")->shape(), (Shape{3, 1}));
}

TEST_F(Csv, SaysWhatIsWrong) {
  EXPECT_EQ(error({.x = "siez"}),
            "ConfigError: Csv: f.csv has no column \"siez\". Did you mean \"size\"?");
  EXPECT_EQ(error({.x = 7}), "ConfigError: Csv: f.csv has 5 columns, no column 7.");
  EXPECT_EQ(error({.x = "kind"}),
            "FileError: f.csv: line 2, column \"kind\": \"red\" is no number.");
  EXPECT_EQ(error({.x = "size", .separator = ""}),
            "ConfigError: Csv: \"separator\" must be one character, not \"\".");
  write_file(folder_ / "f.csv", "a,b\n1,2\n3,\n");
  EXPECT_EQ(error({.x = {"a", "b"}}),
            "FileError: f.csv: line 3, column \"b\": the value is missing.");
  write_file(folder_ / "f.csv", "a,b\n");
  EXPECT_EQ(error({.x = "a"}), "FileError: f.csv: there are no lines below the header.");
  write_file(folder_ / "f.csv", "a,a,b\n1,2,3\n");
  EXPECT_EQ(error({.x = "a"}),
            "ConfigError: Csv: f.csv has several columns \"a\".\n  hint: name columns by number, "
            "from 0.");
  EXPECT_EQ(error({.x = {1, "b"}}), "no error");
  write_file(folder_ / "f.csv", "1,2\n");
  EXPECT_EQ(
      error({.x = "a"}),
      "ConfigError: Csv: f.csv has no header: there is no column \"a\".\n  hint: name columns "
      "by number, from 0.");
}

TEST_F(Csv, GoesThroughJson) {
  for (const char* text : {R"("a")", R"(2)", R"(["a",3])", R"({"i":["a"],"j":[1,2]})", "null"}) {
    const Json json = parse_json(text, "");
    const auto read = FieldTraits<data::Columns>::from_json(json, {});
    EXPECT_EQ(FieldTraits<data::Columns>::to_json(read).dump(), json.dump());
  }
  EXPECT_EQ(
      error_of([] { FieldTraits<data::Columns>::from_json(parse_json("[]", ""), {.field = "x"}); }),
      "ConfigError: \"x\" must be a list of at least one column, not a list of 0.");
}

}  // namespace
}  // namespace cornu
