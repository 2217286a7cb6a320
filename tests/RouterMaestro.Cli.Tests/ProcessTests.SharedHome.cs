using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace RouterMaestro.Cli.Tests;

/// <content>Two processes that use one home.</content>
public sealed partial class ProcessTests
{
    [Fact]
    public async Task Two_gateways_of_one_home_that_store_keys_at_once_lose_none()
    {
        const int Writes = 200;
        var providers = new JsonObject();
        foreach (var name in Enumerable.Range(0, 2 * Writes).Select(number => $"p{number}"))
        {
            providers[name] = new JsonObject { ["type"] = "openai-compatible", ["baseURL"] = "http://127.0.0.1:9/v1", ["models"] = new JsonObject { ["m"] = new JsonObject() } };
        }

        TestHome.Write(_home.ProvidersFile, new JsonObject { ["providers"] = providers }.ToJsonString());
        using var one = Start("server", "start", "--port", "0", "--api-key", "sk-test");
        using var other = Start("server", "start", "--port", "0", "--api-key", "sk-test");
        try
        {
            Uri[] addresses = [await AddressOfAsync(one), await AddressOfAsync(other)];

            await Task.WhenAll(addresses.Select((address, half) => StoreAsync(address, half * Writes, Writes)));
        }
        finally
        {
            one.Kill();
            other.Kill();
        }

        var stored = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Path.GetDirectoryName(_home.ServerFile)!, "auth.json")))!.AsObject();
        Assert.Equal(Enumerable.Range(0, 2 * Writes).Select(number => $"p{number}=key-{number}").Order(), stored.Select(entry => $"{entry.Key}={entry.Value!["key"]}").Order());
    }

    private static async Task<Uri> AddressOfAsync(Process process)
    {
        var output = await ReadUntilAsync(process, "/v1/messages");
        return new Uri("http://" + AddressPattern().Match(output).Groups[1].Value);
    }

    [GeneratedRegex("http://([a-z0-9.]+:[0-9]+)")]
    private static partial Regex AddressPattern();

    private static async Task StoreAsync(Uri address, int first, int count)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", "sk-test");
        for (var number = first; number < first + count; number++)
        {
            using var content = new StringContent($$"""{"provider":"p{{number}}","api_key":"key-{{number}}","verify":false}""");
            using var response = await http.PostAsync(new Uri("api/admin/auth/login", UriKind.Relative), content);
            Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        }
    }
}
