using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Infrastructure.Configuration;

namespace RouterMaestro.AspNetCore.Tests.Admin;

/// <summary>Changes that replace nothing: <c>If-None-Match</c>.</summary>
public sealed class NewOnlyTests : IAsyncLifetime, IDisposable
{
    private const string Lab = """{"type":"openai-compatible","baseURL":"http://127.0.0.1:9/v1","models":{"m":{}}}""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("router-maestro-tests-");
    private TestGateway? _gateway;

    private ConfigPaths Paths => new(Path.Combine(_folder.FullName, "config"), Path.Combine(_folder.FullName, "data"));

    private HttpClient Client => _gateway!.Client;

    public async Task InitializeAsync() => _gateway = await TestGateway.StartAsync(
        configure: router => router.UseFileConfiguration(Paths).UseEnvironmentKeys(_ => null), withResponses: false);

    [Theory]
    [InlineData("lab")]
    [InlineData("LAB")]
    [InlineData("chat")]
    [InlineData("openai")]
    public async Task A_provider_that_exists_is_not_replaced_if_only_a_new_one_is_wanted(string name)
    {
        await PutIfNewAsync("lab", 201);

        Assert.Contains("\"code\":\"provider_exists\"", await PutIfNewAsync(name, 412), StringComparison.Ordinal);
        Assert.Equal(["lab"], JsonNode.Parse(await File.ReadAllTextAsync(Paths.ProvidersFile))!["providers"]!.AsObject().Select(p => p.Key));
    }

    [Fact]
    public async Task Of_new_providers_of_one_name_at_the_same_time_one_is_added()
    {
        var statuses = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            using var response = await SendNewAsync("lab");
            return (int)response.StatusCode;
        }));

        Assert.Equal([201, 412, 412, 412], statuses.Order());
    }

    [Theory]
    [InlineData("*", HttpStatusCode.PreconditionFailed)]
    [InlineData("\"abc\"", HttpStatusCode.BadRequest)]
    public async Task Settings_always_exist_so_that_none_can_be_new(string ifNoneMatch, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/admin/priorities") { Content = new StringContent("{}") };
        request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        request.Headers.TryAddWithoutValidation("If-Match", "*");

        using var response = await Client.SendAsync(request);

        Assert.Equal(status, response.StatusCode);
        Assert.Contains("If-None-Match", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    public async Task DisposeAsync() => await _gateway!.DisposeAsync();

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<string> PutIfNewAsync(string name, int status)
    {
        using var response = await SendNewAsync(name);
        Assert.Equal(status, (int)response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }

    private async Task<HttpResponseMessage> SendNewAsync(string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/admin/providers/" + name) { Content = new StringContent(Lab) };
        request.Headers.TryAddWithoutValidation("If-None-Match", "*");
        return await Client.SendAsync(request);
    }
}
