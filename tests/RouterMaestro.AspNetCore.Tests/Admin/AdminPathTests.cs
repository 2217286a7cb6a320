using System.Net;
using RouterMaestro.AspNetCore.Tests.Hosting;

namespace RouterMaestro.AspNetCore.Tests.Admin;

/// <summary>Paths and methods of the admin API.</summary>
public sealed class AdminPathTests(RouteTests.Gateway gateway) : IClassFixture<RouteTests.Gateway>
{
    [Fact]
    public async Task Unknown_admin_routes_are_not_found_and_the_error_names_those_that_exist() => Assert.Equal(
        "There is no endpoint GET /api/admin/nothing. These exist: "
            + "/api/admin/auth, /api/admin/health, /api/admin/keys, /api/admin/models, /api/admin/priorities, /api/admin/providers, /api/admin/route, /api/admin/server, /api/admin/stats.",
        (string?)(await gateway.Value.Client.AdminAsync("GET", "nothing", status: 404)).Observed["detail"]);

    [Theory]
    [InlineData("POST", "providers/lab", "GET, HEAD, PUT, PATCH, DELETE")]
    [InlineData("GET", "providers/lab/test", "POST")]
    [InlineData("GET", "keys/ci", "DELETE")]
    [InlineData("DELETE", "models/", "GET, HEAD")]
    public async Task A_path_that_exists_names_its_methods(string method, string path, string allowed)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/api/admin/" + path);
        using var response = await gateway.Value.Client.SendAsync(request);

        Assert.Equal((HttpStatusCode.MethodNotAllowed, allowed), (response.StatusCode, string.Join(", ", response.Content.Headers.Allow)));
        Assert.Equal($$"""{"detail":"/api/admin/{{path}} takes {{allowed}}, not {{method}}."}""", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/api/admin/models")]
    [InlineData("/api/admin/providers")]
    [InlineData("/api/admin/priorities")]
    [InlineData("/v1/models")]
    [InlineData("/v1/models/chat/simulated-model")]
    [InlineData("/health")]
    public async Task What_answers_GET_answers_HEAD(string path)
    {
        using var get = await gateway.Value.Client.GetAsync(new Uri(path, UriKind.Relative));
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using var head = await gateway.Value.Client.SendAsync(request);

        Assert.Equal((get.StatusCode, get.Headers.ETag), (head.StatusCode, head.Headers.ETag));
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }
}
