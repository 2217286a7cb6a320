using System.Text.Json.Nodes;

namespace RouterMaestro.Cli.Tests;

public sealed class PriceCommandTests : IAsyncLifetime, IDisposable
{
    private readonly TestHome _home = new();
    private GatewayHost? _gateway;

    public async Task InitializeAsync()
    {
        TestHome.Write(_home.ProvidersFile, """
            {
              "providers": {
                "lab": {
                  "type": "openai-compatible", "baseURL": "http://127.0.0.1:9/v1",
                  "models": { "org/llama-3": { "price": { "input": 0.1, "output": 0.25 } }, "other": {} }
                },
                "direct": { "type": "openai-compatible", "baseURL": "https://api.openai.com/v1", "models": { "gpt-5.4": {}, "gpt-99": {} }, "options": { "allow_unauthenticated": true } },
                "locked": { "type": "openai-compatible", "baseURL": "https://api.x.ai/v1" }
              }
            }
            """);
        _gateway = GatewayHost.Create(_home.Gateway());
        await _gateway.StartAsync();
        _home.WriteContext("sk-test", _gateway.Address.AbsoluteUri);
    }

    [Fact]
    public async Task The_line_of_the_table_is_shown_with_its_source_and_tiers_in_80_columns()
    {
        Assert.Equal(0, await _home.RunAsync("model", "price", "direct/gpt-5.4"));

        var lines = _home.Out.TrimEnd().Split('\n', StringSplitOptions.TrimEntries);
        Assert.Contains("Line     openai/gpt-5.4", lines);
        Assert.Contains("Reason   api.openai.com is an address of openai, where 'gpt-5.4' has this line", lines);
        Assert.Contains("Source   genai-prices 0.1.8, 2026-09-23", lines);
        Assert.Contains(lines, line => line.StartsWith("standard  > 271,999  5.00", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("priority  any        5.00", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("flex      any        1.25", StringComparison.Ordinal));
        Assert.All(lines.Where(line => !line.StartsWith("Reason", StringComparison.Ordinal)), line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public async Task An_operator_s_price_is_named_with_its_place()
    {
        Assert.Equal(0, await _home.RunAsync("model", "price", "lab/org/llama-3", "--json"));

        var price = JsonNode.Parse(_home.Out)!;
        Assert.Equal("override", (string?)price["price"]);
        Assert.Equal("providers.json sets it: providers.lab.models[\"org/llama-3\"].price", (string?)price["reason"]);
        Assert.Equal("0.1", price["tiers"]![0]!["cache_read"]!.ToJsonString());
        Assert.Equal("0.25", price["tiers"]![0]!["output"]!.ToJsonString());
    }

    [Fact]
    public async Task A_provider_without_a_key_has_prices_too()
    {
        Assert.Equal(0, await _home.RunAsync("model", "price", "locked/grok-4"));

        Assert.Contains("Line     xai/grok-4", _home.Out);
    }

    [Theory]
    [InlineData("lab/other", "no vendor of the table is at http://127.0.0.1:9/v1: set a price in providers.json")]
    [InlineData("direct/gpt-99", "the table has no price of 'gpt-99' at openai: set one in providers.json")]
    public async Task An_unknown_price_says_why(string model, string reason)
    {
        Assert.Equal(0, await _home.RunAsync("model", "price", model));

        Assert.Contains("Price    unknown, which is never counted as zero", _home.Out);
        Assert.Contains(reason, _home.Out);
    }

    [Fact]
    public async Task An_unknown_model_is_an_error_with_the_likely_names()
    {
        Assert.Equal(1, await _home.RunAsync("model", "price", "gpt-5.4x"));

        Assert.StartsWith("Error: ", _home.Error);
        Assert.Contains("gpt-5.4", _home.Error.Replace("gpt-5.4x", "", StringComparison.Ordinal));
    }

    public async Task DisposeAsync() => await _gateway!.DisposeAsync();

    public void Dispose() => _home.Dispose();
}
