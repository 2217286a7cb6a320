using System.Text.Json.Nodes;
using RouterMaestro.Cli.Clients.Files;

namespace RouterMaestro.Cli.Tests.Clients;

/// <summary>A change of a JSON text touches what it is about, and no other byte.</summary>
public sealed class JsonEditTests
{
    [Theory]
    [InlineData("", "{\n  \"a\": 1\n}\n")]
    [InlineData("{}", "{\n  \"a\": 1\n}")]
    [InlineData("{\n}\n", "{\n  \"a\": 1\n}\n")]
    [InlineData("{\n    \"b\" : [1,2] \n}", "{\n    \"b\" : [1,2],\n    \"a\": 1 \n}")]
    [InlineData("{\r\n\t\"b\": {}\r\n}\r\n", "{\r\n\t\"b\": {},\r\n\t\"a\": 1\r\n}\r\n")]
    [InlineData("{ \"b\": 2 }", "{ \"b\": 2, \"a\": 1 }")]
    [InlineData("{\"a\":  [7] , \"b\":2}", "{\"a\":  1 , \"b\":2}")]
    [InlineData("{\"a\":1,\"a\":7}", "{\"a\":1,\"a\":1}")]
    [InlineData("{\n  \"a\": 1, // as it is\n  \"b\": 2\n}", "{\n  \"a\": 1, // as it is\n  \"b\": 2\n}")]
    [InlineData("// top\n{\n  // only this\n}\n", "// top\n{\n  // only this\n  \"a\": 1\n}\n")]
    [InlineData("{\n  \"b\": 2 // two, \"a\"\n  /* end */\n}", "{\n  \"b\": 2, // two, \"a\"\n  /* end */\n  \"a\": 1\n}")]
    [InlineData("{\n  \"b\": 2,\n}", "{\n  \"b\": 2,\n  \"a\": 1,\n}")]
    [InlineData("{ /* none */ }", "{ /* none */\n  \"a\": 1\n}")]
    [InlineData("{\"ü\": \"ß😀\\u00e9\"}", "{\"ü\": \"ß😀\\u00e9\", \"a\": 1}")]
    public void A_member_is_set(string before, string after)
    {
        var edit = new JsonEdit(before, isRelaxed: true);
        edit.Set(1, "a");
        Assert.Equal(after, edit.Text);
    }

    [Theory]
    [InlineData("{\n  \"x\": {\n    \"y\": {\n      \"z\": 1\n    }\n  }\n}", "{\n  \"x\": {\n    \"y\": {\n      \"z\": 1,\n      \"a\": {\n        \"b\": \"c\"\n      }\n    }\n  }\n}")]
    [InlineData("{\n  \"x\": {}\n}", "{\n  \"x\": {\n    \"y\": {\n      \"a\": {\n        \"b\": \"c\"\n      }\n    }\n  }\n}")]
    [InlineData("{\"x\": {\"y\": {\"z\": 1}}}", "{\"x\": {\"y\": {\"z\": 1, \"a\": {\"b\":\"c\"}}}}")]
    public void Objects_are_indented_like_their_neighbours(string before, string after)
    {
        var edit = new JsonEdit(before, isRelaxed: false);
        edit.Set(new JsonObject { ["b"] = "c" }, "x", "y", "a");
        Assert.Equal(after, edit.Text);
    }

    [Theory]
    [InlineData("{\n  \"a\": 1,\n  \"b\": 2\n}", "{\n  \"b\": 2\n}")]
    [InlineData("{\n  \"b\": 2,\n  \"a\": 1\n}", "{\n  \"b\": 2\n}")]
    [InlineData("{\n  \"b\": 2, // two\n  \"a\": {\n    \"c\": [1,\n      2]\n  }\n}", "{\n  \"b\": 2 // two\n}")]
    [InlineData("{\n  \"a\": 1\n}", "{\n}")]
    [InlineData("{\"a\": 1, \"b\": 2}", "{\"b\": 2}")]
    [InlineData("{\"b\": 2, \"a\": 1}", "{\"b\": 2}")]
    [InlineData("{\"a\": 1, \"b\": 2, \"a\": 3}", "{\"b\": 2}")]
    [InlineData("{\"b\": 2}", "{\"b\": 2}")]
    [InlineData("{\n  // about a\n  \"a\": 1, // here\n  \"b\": 2,\n}", "{\n  // about a\n  // here\n  \"b\": 2,\n}")]
    public void A_member_is_removed(string before, string after)
    {
        var edit = new JsonEdit(before, isRelaxed: true);
        edit.Remove("a");
        Assert.Equal(after, edit.Text);
    }

    [Theory]
    [InlineData("[]", true, "is not a JSON object")]
    [InlineData("{\n  \"a\": \n}", true, "is not valid JSON (line 3)")]
    [InlineData("{} {}", true, "is not valid JSON (line 1)")]
    [InlineData("{\n  // comment\n}", false, "is not valid JSON (line 2)")]
    [InlineData("{\"a\": 1,}", false, "is not valid JSON (line 1)")]
    public void What_cannot_be_edited_is_said(string text, bool isRelaxed, string error) =>
        Assert.Equal(error, Assert.Throws<SettingsFormatException>(() => new JsonEdit(text, isRelaxed)).Message);

    [Fact]
    public void A_value_in_the_place_of_an_object_is_not_replaced()
    {
        var edit = new JsonEdit("""{"env":"x"}""", isRelaxed: false);
        Assert.Equal("'env' is not an object", Assert.Throws<SettingsFormatException>(() => edit.Set(1, "env", "a")).Message);
    }
}
