using System.Text.Json.Nodes;
using RouterMaestro.TestKit;

namespace RouterMaestro.Cli.Tests.Contexts;

public sealed class ContextStoreTests : IDisposable
{
    private readonly TestHome _home = new();

    private ContextStore Store => new(_home.ContextsFile);

    [Fact]
    public void Without_a_file_the_gateway_of_this_machine_is_current() =>
        Assert.Equal(new GatewayContext("local", "http://localhost:8080", ApiKey: null), Store.Current());

    [Fact]
    public void The_current_context_is_the_named_one()
    {
        TestHome.Write(_home.ContextsFile, """
            {"current":"prod","contexts":{"local":{"api_key":"sk-rm-1"},"prod":{"endpoint":"https://llm.example.com","api_key":"sk-rm-2"}}}
            """);

        Assert.Equal(new GatewayContext("prod", "https://llm.example.com", "sk-rm-2"), Store.Current());
        Assert.Equal(new GatewayContext("local", "http://localhost:8080", "sk-rm-1"), Store.Local());
    }

    [Fact]
    public void The_example_of_the_page_is_read_as_it_says()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "configuration.md"));
        var section = page[page.IndexOf("## contexts.json", StringComparison.Ordinal)..];
        var example = section[(section.IndexOf("```json", StringComparison.Ordinal) + "```json".Length)..];
        TestHome.Write(_home.ContextsFile, example[..example.IndexOf("```", StringComparison.Ordinal)].Replace("\"current\": \"local\"", "\"current\": \"prod\"", StringComparison.Ordinal));

        Assert.Equal(new GatewayContext("prod", "https://llm.example.com", "sk-rm-…") { AdminKey = "…" }, Store.Current());
        Assert.Equal(new GatewayContext("local", "http://localhost:8080", "sk-rm-…"), Store.Local());
    }

    [Fact]
    public void Keeping_a_key_leaves_everything_else_as_it_is()
    {
        TestHome.Write(_home.ContextsFile, """
            {"current":"prod","theme":"dark","contexts":{"prod":{"endpoint":"https://llm.example.com"},"local":{"endpoint":"http://localhost:9","note":"mine"}}}
            """);

        Store.SaveLocalKey("sk-rm-3");

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(File.ReadAllText(_home.ContextsFile)), JsonNode.Parse("""
            {"current":"prod","theme":"dark","contexts":{"prod":{"endpoint":"https://llm.example.com"},"local":{"endpoint":"http://localhost:9","note":"mine","api_key":"sk-rm-3"}}}
            """)));
    }

    [Fact]
    public void A_new_file_is_complete_and_for_its_owner_alone()
    {
        Store.SaveLocalKey("sk-rm-3");

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(File.ReadAllText(_home.ContextsFile)), JsonNode.Parse("""
            {"current":"local","contexts":{"local":{"endpoint":"http://localhost:8080","api_key":"sk-rm-3"}}}
            """)));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_home.ContextsFile));
        }
    }

    [Theory]
    [InlineData("{\"contexts\": {", "is not valid JSON (line 1")]
    [InlineData("[]", "must be a JSON object")]
    [InlineData("{\"current\":\"gone\"}", "the current context 'gone' is not among its contexts")]
    public void A_file_that_cannot_be_used_is_named_with_what_is_wrong(string content, string message)
    {
        TestHome.Write(_home.ContextsFile, content);
        var exception = Assert.Throws<GatewaySetupException>(() => Store.Current());
        Assert.StartsWith(_home.ContextsFile, exception.Message);
        Assert.Contains(message, exception.Message);
    }

    [Theory]
    [InlineData("{\"contexts\":{\"local\":{\"api_key\":5}}}", "'contexts.local.api_key' must be a string")]
    [InlineData("{\"contexts\":{\"local\":{\"api_key\":[\"sk\"]}}}", "'contexts.local.api_key' must be a string")]
    [InlineData("{\"contexts\":{\"local\":{\"admin_key\":{}}}}", "'contexts.local.admin_key' must be a string")]
    [InlineData("{\"contexts\":{\"prod\":{\"endpoint\":false}}}", "'contexts.prod.endpoint' must be a string")]
    [InlineData("{\"contexts\":{\"local\":\"sk\"}}", "'contexts.local' must be an object")]
    [InlineData("{\"contexts\":[]}", "'contexts' must be an object")]
    [InlineData("{\"current\":5}", "'current' must be a string")]
    public void A_member_of_the_wrong_kind_is_named_and_nothing_is_written(string content, string error)
    {
        TestHome.Write(_home.ContextsFile, content);
        var message = $"{_home.ContextsFile}: {error}: correct it, or delete the file to start again.";

        Assert.Equal(message, Assert.Throws<GatewaySetupException>(() => Store.Current()).Message);
        Assert.Equal(message, Assert.Throws<GatewaySetupException>(() => Store.Local()).Message);
        Assert.Equal(message, Assert.Throws<GatewaySetupException>(() => Store.SaveLocalKey("sk-rm-3")).Message);
        Assert.Equal(content, File.ReadAllText(_home.ContextsFile));
    }

    [Fact]
    public void Null_counts_as_absent()
    {
        TestHome.Write(_home.ContextsFile, """{"current":null,"contexts":{"local":{"api_key":null,"endpoint":null},"old":null}}""");

        Assert.Equal(new GatewayContext("local", "http://localhost:8080", ApiKey: null), Store.Current());
    }

    [Fact]
    public void A_key_is_not_forced_into_a_file_of_another_shape()
    {
        TestHome.Write(_home.ContextsFile, """{"contexts":["local"]}""");
        Assert.Contains("'contexts' must be an object", Assert.Throws<GatewaySetupException>(() => Store.SaveLocalKey("sk-rm-3")).Message);
        Assert.Equal("""{"contexts":["local"]}""", File.ReadAllText(_home.ContextsFile));
    }

    public void Dispose() => _home.Dispose();
}
