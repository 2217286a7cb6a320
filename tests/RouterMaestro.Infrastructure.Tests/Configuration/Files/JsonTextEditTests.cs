using System.Text;
using System.Text.Json.Nodes;
using RouterMaestro.Infrastructure.Configuration.Files;

namespace RouterMaestro.Infrastructure.Tests.Configuration.Files;

public sealed class JsonTextEditTests
{
    private const string Handmade = """
        {
            "later":  [1,2],
            "providers": {
                "a" : { "type": "x",   "baseURL": "http://a" },

                "b": {
                    "type": "y"
                }
            }
        }

        """;

    [Fact]
    public void A_new_member_comes_last_and_all_other_text_stays()
    {
        var text = Set(Handmade, "c", """{"type":"z","models":{}}""");

        Assert.Equal(
            Handmade.Replace(
                "            \"type\": \"y\"\n        }\n",
                "            \"type\": \"y\"\n        },\n\n        \"c\": {\n          \"type\": \"z\",\n          \"models\": {}\n        }\n",
                StringComparison.Ordinal),
            text);
    }

    [Fact]
    public void A_member_is_replaced_at_its_place() => Assert.Equal(
        Handmade.Replace("{ \"type\": \"x\",   \"baseURL\": \"http://a\" }", "{\n          \"type\": \"z\"\n        }", StringComparison.Ordinal),
        Set(Handmade, "a", """{"type":"z"}"""));

    [Theory]
    [InlineData("a", "        \"a\" : { \"type\": \"x\",   \"baseURL\": \"http://a\" },\n\n", "")]
    [InlineData("b", ",\n\n        \"b\": {\n            \"type\": \"y\"\n        }", "")]
    [InlineData("unknown", "", "")]
    public void A_removed_member_leaves_no_comma(string name, string cut, string left)
    {
        var text = Remove(Handmade, name);

        var expected = cut.Length == 0 ? Handmade : Handmade.Replace(cut.TrimStart(' '), left, StringComparison.Ordinal);
        Assert.Equal(JsonNode.Parse(expected)!.ToJsonString(), JsonNode.Parse(text)!.ToJsonString());
        Assert.Contains("\"later\":  [1,2],", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}\n", "{\n  \"providers\": {\n    \"n\": {}\n  }\n}\n")]
    [InlineData("{\"providers\":{}}", "{\"providers\":{\n  \"n\": {}\n}}")]
    [InlineData("{ \"x\": 1 }", "{ \"x\": 1, \"providers\": {\"n\":{}} }")]
    [InlineData("{ \"providers\": null }", "{ \"providers\": {\"n\":{}} }")]
    [InlineData("{ \"providers\": { \"m\": {} } }", "{ \"providers\": { \"m\": {}, \"n\": {} } }")]
    [InlineData("{ \"providers\": { \"n\": 1, \"n\": 2 } }", "{ \"providers\": { \"n\": 1, \"n\": {} } }")]
    public void A_list_is_begun_where_there_is_none(string text, string expected) => Assert.Equal(expected, Set(text, "n", "{}"));

    [Fact]
    public void The_last_member_leaves_an_empty_list() => Assert.Equal("{ \"providers\": {} }", Remove("{ \"providers\": { \"n\": { \"a\": \"}\" } } }", "n"));

    [Fact]
    public void Names_and_values_keep_their_characters()
    {
        var text = Set("{}", "Zoë's \"lab\"", """{"headers":{"x":"<ü>"}}""");

        Assert.Contains("\"x\": \"<ü>\"", text, StringComparison.Ordinal);
        Assert.Equal("<ü>", (string?)JsonNode.Parse(text)!["providers"]!["Zoë's \"lab\""]!["headers"]!["x"]);
    }

    private static string Set(string text, string name, string value) =>
        Encoding.UTF8.GetString(JsonTextEdit.Set(Encoding.UTF8.GetBytes(text), "providers", name, JsonNode.Parse(value)!.AsObject()));

    private static string Remove(string text, string name) => Encoding.UTF8.GetString(JsonTextEdit.Remove(Encoding.UTF8.GetBytes(text), "providers", name));
}
