using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace RouterMaestro.Cli.Tests;

public sealed class ModelListTests : IAsyncLifetime, IDisposable
{
    private readonly TestHome _home = new();
    private readonly string _longId = $"deep/{new string('m', 100)}";
    private GatewayHost? _gateway;

    public async Task InitializeAsync()
    {
        _gateway = GatewayHost.Create(_home.Gateway(router => router.AddOpenAICompatible("pinned", "http://127.0.0.1:9/v1", options =>
        {
            options.Models.Add("[small]");
            options.Models.Add(_longId);
        })));
        await _gateway.StartAsync();
        _home.WriteContext("sk-test", _gateway.Address.AbsoluteUri);
    }

    [Fact]
    public async Task It_prints_a_line_for_each_model()
    {
        Assert.Equal(0, await _home.RunAsync("model", "list"));
        var lines = _home.Out.TrimEnd().Split('\n', StringSplitOptions.TrimEntries);
        Assert.Equal(3, lines.Length);
        Assert.Matches(@"^Priority +Model Key +Display Name +Provider$", lines[0]);
        Assert.Contains(lines, line => line.StartsWith("-         pinned/[small] ", StringComparison.Ordinal) && line.EndsWith(" pinned", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains($" pinned/{_longId} ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task As_JSON_it_is_for_programs()
    {
        Assert.Equal(0, await _home.RunAsync("model", "list", "--json"));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(_home.Out), new JsonObject
        {
            ["models"] = new JsonArray(Model(_longId), Model("[small]")),
        }));

        static JsonObject Model(string id) => new() { ["id"] = $"pinned/{id}", ["name"] = id, ["provider"] = "pinned", ["priority"] = null };
    }

    [Fact]
    public async Task The_running_gateway_comes_before_the_context_s_endpoint()
    {
        _home.WriteContext("sk-test", "http://127.0.0.1:9");
        TestHome.Write(_home.ServerFile, new JsonObject
        {
            ["pid"] = Environment.ProcessId,
            ["started_at"] = TimeProvider.System.GetUtcNow().ToString("O"),
            ["address"] = _gateway!.Address.AbsoluteUri,
        }.ToJsonString());
        Assert.Equal(0, await _home.RunAsync("model", "list"));
        Assert.Contains("pinned/[small]", _home.Out);
    }

    [Fact]
    public async Task Another_context_is_called_at_its_endpoint_with_its_key()
    {
        _home.WriteContext("sk-test", _gateway!.Address.AbsoluteUri, "prod");
        Assert.Equal(0, await _home.RunAsync("model", "list"));
        Assert.Contains("pinned/[small]", _home.Out);
    }

    [Fact]
    public async Task The_variable_s_key_comes_before_the_context_s()
    {
        _home.Variables["ROUTER_MAESTRO_API_KEY"] = "sk-wrong";
        Assert.Equal(1, await _home.RunAsync("model", "list"));
        Assert.Contains("refuses the key", Assert.Single(_home.Error.Trim().Split('\n')));
    }

    [Theory]
    [InlineData("http://127.0.0.1:9", "The server is not running at http://127.0.0.1:9.")]
    [InlineData("nowhere", "The endpoint of the context 'local' must be an http or https address, such as https://llm.example.com; 'router-maestro context update local -e URL' changes it.")]
    public async Task Without_a_gateway_it_says_where_it_looked(string endpoint, string message)
    {
        _home.WriteContext(apiKey: null, endpoint);
        Assert.Equal(1, await _home.RunAsync("model", "list"));
        Assert.Equal($"Error: {message}", _home.Error.Trim());
    }

    public async Task DisposeAsync() => await _gateway!.DisposeAsync();

    public void Dispose() => _home.Dispose();
}
