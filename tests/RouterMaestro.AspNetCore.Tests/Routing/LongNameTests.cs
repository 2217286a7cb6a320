using System.Text;
using RouterMaestro.AspNetCore.Tests.Support;

namespace RouterMaestro.AspNetCore.Tests.Routing;

/// <summary>The name of a model has at most 256 characters, wherever it stands.</summary>
public sealed class LongNameTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private const string Rule = "'model' must not be longer than 256 characters";

    private readonly TestGateway _gateway = fixture.Gateway;

    [Theory]
    [InlineData("chat")]
    [InlineData("messages")]
    [InlineData("responses")]
    public async Task A_call_with_a_longer_name_is_refused_and_with_the_longest_is_not(string name)
    {
        var caller = ProtocolCase.Named(name);
        foreach (var prefix in new[] { "chat/", "messages/", "responses/", "nowhere/", "" })
        {
            foreach (var length in new[] { 257, 5000, 300_000 })
            {
                var (status, body, headers) = await SendAsync(Ask(caller, prefix + new string('m', length - prefix.Length)));
                Assert.Equal(400, status);
                Assert.Contains(Rule, body, StringComparison.Ordinal);
                Assert.InRange(headers.Length + body.Length, 1, 2000);
            }
        }

        Assert.Equal(200, (await SendAsync(Ask(caller, $"{name}/{new string('m', 255 - name.Length)}"))).Status);

        // an emoji is one character
        var emoji = string.Concat(Enumerable.Repeat("🎉", 255 - name.Length));
        Assert.NotEqual(400, (await SendAsync(Ask(caller, $"{name}/{emoji}"))).Status);
        Assert.Equal(400, (await SendAsync(Ask(caller, $"{name}/{emoji}🎉"))).Status);
    }

    [Theory]
    [InlineData("POST", "/v1/embeddings", """{"model":"NAME","input":"x"}""")]
    [InlineData("POST", "/v1/messages/count_tokens", """{"model":"NAME","messages":[{"role":"user","content":"hi"}]}""")]
    [InlineData("POST", "/api/admin/route/explain", """{"model":"NAME","messages":[{"role":"user","content":"hi"}]}""")]
    [InlineData("POST", "/api/admin/route/explain", """{"model":"NAME"}""")]
    [InlineData("GET", "/v1/models/NAME", null)]
    public async Task So_is_every_other_request(string method, string path, string? body)
    {
        var name = "chat/" + new string('m', 300);
        var request = new HttpRequestMessage(new HttpMethod(method), path.Replace("NAME", name, StringComparison.Ordinal))
        {
            Content = body is null ? null : new StringContent(body.Replace("NAME", name, StringComparison.Ordinal), Encoding.UTF8, "application/json"),
        };

        var (status, text, _) = await SendAsync(request);

        Assert.Equal(400, status);
        Assert.Contains(Rule, text, StringComparison.Ordinal);
    }

    private static HttpRequestMessage Ask(ProtocolCase caller, string model) =>
        caller.Ask($$"""{"model":"{{model}}","{{(caller == ProtocolCase.Responses ? "max_output_tokens" : "max_tokens")}}":99,"{{caller.Conversation}}":[{"role":"user","content":"hi"}]}""");

    private async Task<(int Status, string Body, string Headers)> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await _gateway.Client.SendAsync(request);
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers.ToString());
        }
    }
}
