using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application.Outcomes;
using RouterMaestro.AspNetCore.Tests.Admin;
using RouterMaestro.AspNetCore.Tests.Support;

namespace RouterMaestro.AspNetCore.Tests.Auth;

/// <summary>Several keys of callers, each with a name, beside the gateway's own.</summary>
public sealed class NamedKeyTests : IAsyncLifetime, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("router-maestro-tests-");
    private readonly ConcurrentQueue<CallOutcome> _outcomes = [];
    private TestGateway? _gateway;

    private string KeyFile => Path.Combine(_folder.FullName, "data", "keys.json");

    private HttpClient Client => _gateway!.Client;

    public async Task InitializeAsync() => _gateway = await StartAsync();

    [Fact]
    public async Task A_key_works_from_the_response_that_shows_it_until_the_one_that_revokes_it()
    {
        for (var round = 0; round < 3; round++)
        {
            var (_, added) = await Client.AdminAsync("POST", "keys", """{"name":"ci"}""", status: 201);
            var key = (string)added["key"]!;
            Assert.Matches("^sk-rm-[A-Za-z0-9_-]{43}$", key);
            Assert.Equal(200, await AskAsync(key));

            var (_, revoked) = await Client.AdminAsync("DELETE", "keys/CI");
            Assert.Equal("CI", (string?)revoked["revoked"]);
            Assert.Equal(401, await AskAsync(key));
        }
    }

    [Theory]
    [InlineData("Authorization", "Bearer {0}")]
    [InlineData("x-api-key", "{0}")]
    [InlineData("api-key", "{0}")]
    [InlineData("x-goog-api-key", "{0}")]
    public async Task A_key_is_sent_like_the_gateways_own(string header, string form)
    {
        var key = await AddAsync("ci");

        Assert.Equal(200, await AskAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, form, key), header));
        Assert.Equal(200, await AskAsync(TestGateway.Key, header));
        Assert.Equal(401, await AskAsync(key + "x", header));
    }

    [Fact]
    public async Task Observers_see_whose_key_it_was()
    {
        var (ci, bob) = (await AddAsync("ci"), await AddAsync("bob"));

        foreach (var key in new[] { ci, TestGateway.Key, bob })
        {
            Assert.Equal(200, await AskAsync(key));
        }

        await StopAsync();
        Assert.Equal(["ci", "gateway", "bob"], _outcomes.Select(outcome => outcome.Identity));
        Assert.Equal(["ci", "gateway", "bob"], _gateway!.Logs.All.Where(l => l.Contains(": request=", StringComparison.Ordinal)).Select(l => l.Split(" key=")[1].Trim()));
    }

    [Fact]
    public async Task A_key_opens_no_admin_route()
    {
        var key = await AddAsync("ci");
        using var client = new HttpClient { BaseAddress = _gateway!.Address };
        client.DefaultRequestHeaders.Add("x-api-key", key);

        foreach (var (method, path) in new[] { ("GET", "keys"), ("POST", "keys"), ("DELETE", "keys/ci"), ("GET", "models") })
        {
            var (_, refused) = await client.AdminAsync(method, path, status: 403);
            Assert.Equal("A key of callers does not open the admin routes: send the gateway key.", (string?)refused["detail"]);
        }
    }

    [Fact]
    public async Task What_is_stored_and_listed_is_no_key()
    {
        var key = await AddAsync("ci");
        var (_, list) = await Client.AdminAsync("GET", "keys");
        var text = await File.ReadAllTextAsync(KeyFile);
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

        Assert.Equal(["created_at", "name"], list["keys"]!.AsArray().Single()!.AsObject().Select(member => member.Key).Order());
        Assert.InRange(DateTimeOffset.Parse((string)list["keys"]![0]!["created_at"]!, System.Globalization.CultureInfo.InvariantCulture), DateTimeOffset.UtcNow.AddMinutes(-2), DateTimeOffset.UtcNow.AddMinutes(2));
        Assert.Equal(digest, (string?)JsonNode.Parse(text)!["keys"]![0]!["sha256"]);
        Assert.DoesNotContain(key, text, StringComparison.Ordinal);
        Assert.Equal(401, await AskAsync(digest));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(KeyFile) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.Equal(["keys.json"], Directory.GetFiles(Path.GetDirectoryName(KeyFile)!).Select(Path.GetFileName).Where(name => name != ".keys.json.lock"));
    }

    [Fact]
    public async Task Keys_outlive_the_gateway()
    {
        var key = await AddAsync("ci");
        await StopAsync();
        _gateway = await StartAsync();

        Assert.Equal(200, await AskAsync(key));
    }

    [Fact]
    public async Task A_key_that_another_gateway_of_the_same_home_revokes_is_refused_here()
    {
        var key = await AddAsync("ci");
        Assert.Equal(200, await AskAsync(key));
        await using (var other = await StartAsync())
        {
            await other.Client.AdminAsync("DELETE", "keys/ci");
        }

        var deadline = DateTime.UtcNow.AddSeconds(20);
        while (await AskAsync(key) != 401)
        {
            Assert.True(DateTime.UtcNow < deadline, "The key is still valid.");
            await Task.Delay(50);
        }
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"keys":7}""")]
    public async Task A_file_that_is_broken_locks_nobody_out_and_is_not_overwritten(string text)
    {
        var key = await AddAsync("ci");
        await File.WriteAllTextAsync(KeyFile, text);

        var (_, refused) = await Client.AdminAsync("POST", "keys", """{"name":"bob"}""", status: 503);

        Assert.Equal("keys_not_written", (string?)refused["detail"]!["code"]);
        Assert.Equal(text, await File.ReadAllTextAsync(KeyFile));
        Assert.Equal(200, await AskAsync(key));
    }

    [Fact]
    public async Task Members_of_the_file_that_are_not_known_stay()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(KeyFile)!);
        await File.WriteAllTextAsync(KeyFile, """{"later":[1],"keys":[{"name":"old","sha256":"00","note":"mine"}]}""");
        await AddAsync("ci");
        await Client.AdminAsync("DELETE", "keys/ci");

        var root = JsonNode.Parse(await File.ReadAllTextAsync(KeyFile))!;
        Assert.Equal("""{"later":[1],"keys":[{"name":"old","sha256":"00","note":"mine"}]}""", root.ToJsonString());
        Assert.Equal(401, await AskAsync(""));
    }

    [Theory]
    [InlineData("""{"name":"ci"}""", 409, "key_exists", "There is a key 'ci' already")]
    [InlineData("""{"name":"CI"}""", 409, "key_exists", "There is a key 'CI' already")]
    [InlineData("""{"name":""}""", 400, "key_name_invalid", "1 to 64 letters")]
    [InlineData("""{"name":"a b"}""", 400, "key_name_invalid", "1 to 64 letters")]
    [InlineData("""{"name":"../x"}""", 400, "key_name_invalid", "1 to 64 letters")]
    [InlineData("""{"name":"Gateway"}""", 400, "key_name_invalid", "stands for a key of the gateway's configuration")]
    [InlineData("""{"name":"admin"}""", 400, "key_name_invalid", "stands for a key of the gateway's configuration")]
    [InlineData("""{"name":"bob","key":"sk-mine"}""", 400, null, "the gateway makes the key itself")]
    [InlineData("""{"name":7}""", 400, null, "the gateway makes the key itself")]
    [InlineData("[]", 400, null, "the gateway makes the key itself")]
    [InlineData("", 400, null, "not valid JSON")]
    [InlineData("""{"name":"\ud800"}""", 400, null, "not valid JSON")]
    public async Task What_cannot_be_added_is_refused_with_the_reason(string body, int status, string? code, string reason)
    {
        await AddAsync("ci");

        var (_, refused) = await Client.AdminAsync("POST", "keys", body, status: status);

        var detail = refused["detail"]!;
        Assert.Equal(code, detail is JsonObject ? (string?)detail["code"] : null);
        Assert.Contains(reason, (string?)(detail is JsonObject ? detail["message"] : detail), StringComparison.Ordinal);
        Assert.DoesNotContain("sk-mine", refused.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_not_there_is_not_found()
    {
        var (_, refused) = await Client.AdminAsync("DELETE", "keys/none", status: 404);

        Assert.Equal(("key_not_found", "There is no key 'none'."), ((string?)refused["detail"]!["code"], (string?)refused["detail"]!["message"]));
    }

    [Fact]
    public async Task Keys_added_at_the_same_time_are_all_there()
    {
        var keys = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => AddAsync($"ci-{n}")));

        Assert.All(await Task.WhenAll(keys.Select(key => AskAsync(key))), status => Assert.Equal(200, status));
    }

    [Fact]
    public async Task A_gateway_with_named_keys_only_is_closed()
    {
        await using var gateway = await TestGateway.StartAsync(
            configure: router => router.UseKeyFile(KeyFile), http: o => (o.ApiKey, o.AdminKey) = (null, "sk-rm-admin"));
        using var admin = new HttpClient { BaseAddress = gateway.Address };
        admin.DefaultRequestHeaders.Add("x-api-key", "sk-rm-admin");

        Assert.Equal(401, await AskAsync(key: "", gateway: gateway));
        Assert.Equal(401, await AskAsync(TestGateway.Key, gateway: gateway));
        var (_, added) = await admin.AdminAsync("POST", "keys", """{"name":"ci"}""", status: 201);
        Assert.Equal(200, await AskAsync((string)added["key"]!, gateway: gateway));
    }

    [Fact]
    public async Task Everyone_and_named_keys_exclude_each_other()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestGateway.StartAsync(
            configure: router => router.UseKeyFile(KeyFile), http: o => (o.ApiKey, o.AllowAnonymous) = (null, true)));

        Assert.Contains("AllowAnonymous contradicts the named keys", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_store_there_are_no_named_keys()
    {
        await using var gateway = await TestGateway.StartAsync();

        var (_, list) = await gateway.Client.AdminAsync("GET", "keys");
        var (_, refused) = await gateway.Client.AdminAsync("POST", "keys", """{"name":"ci"}""", status: 409);

        Assert.Equal("""{"keys":[]}""", list.ToJsonString());
        Assert.Equal("no_key_store", (string?)refused["detail"]!["code"]);
    }

    [Fact]
    public async Task A_store_of_the_host_takes_the_place_of_the_file()
    {
        var store = new MemoryStore();
        await using var gateway = await TestGateway.StartAsync(configure: router =>
        {
            router.Services.AddSingleton<IGatewayKeyStore>(store);
            router.UseKeyFile(KeyFile);
        });

        var (_, added) = await gateway.Client.AdminAsync("POST", "keys", """{"name":"ci"}""", status: 201);

        Assert.Equal("ci", Assert.Single(store.Keys).Name);
        Assert.Equal(200, await AskAsync((string)added["key"]!, gateway: gateway));
        Assert.False(File.Exists(KeyFile));
    }

    public async Task DisposeAsync() => await _gateway!.DisposeAsync();

    public void Dispose() => _folder.Delete(recursive: true);

    private Task<TestGateway> StartAsync() => TestGateway.StartAsync(configure: router =>
    {
        router.Services.AddSingleton(_outcomes);
        router.UseKeyFile(KeyFile).AddCallObserver<OutcomeList>();
    });

    private async Task StopAsync() => await _gateway!.DisposeAsync();

    private async Task<string> AddAsync(string name) =>
        (string)(await Client.AdminAsync("POST", "keys", $$"""{"name":"{{name}}"}""", status: 201)).Observed["key"]!;

    private async Task<int> AskAsync(string key, string header = "x-api-key", TestGateway? gateway = null)
    {
        using var client = new HttpClient { BaseAddress = (gateway ?? _gateway!).Address };
        using var request = ProtocolCase.Chat.Ask("chat", stream: false);
        request.Headers.TryAddWithoutValidation(header, key);
        using var response = await client.SendAsync(request);
        return (int)response.StatusCode;
    }

    private sealed class OutcomeList(ConcurrentQueue<CallOutcome> outcomes) : ICallObserver
    {
        public void OnEnded(CallOutcome outcome) => outcomes.Enqueue(outcome);
    }

    private sealed class MemoryStore : IGatewayKeyStore
    {
        public IReadOnlyList<NamedGatewayKey> Keys { get; private set; } = [];

        public Task<bool> TryAddAsync(NamedGatewayKey key, CancellationToken cancellationToken = default)
        {
            Keys = [.. Keys, key];
            return Task.FromResult(true);
        }

        public Task<bool> TryRemoveAsync(string name, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
