using System.Net;
using System.Text;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.TestKit;
using RouterMaestro.TestKit.Schemas;

namespace RouterMaestro.AspNetCore.Tests.Routing;

/// <summary>The gateway's own documents match the schemas that OpenAI and Anthropic publish.</summary>
public sealed class SchemaTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private readonly TestGateway _gateway = fixture.Gateway;

    [SharedDataTheory]
    [InlineData("/v1/models", "ListModelsResponse")]
    [InlineData("/api/openai/v1/models", "ListModelsResponse")]
    [InlineData("/v1/models/chat/simulated-model", "Model")]
    public async Task Lists_of_models_match_OpenAIs_schema(string path, string schema)
    {
        var body = await _gateway.Client.GetByteArrayAsync(path);

        Assert.Empty(ApiDocument.OpenAI.Schema(schema).Check(body));
    }

    [SharedDataTheory]
    [InlineData("/v1/models?limit=1", "ListResponse_ModelInfo_")]
    [InlineData("/api/anthropic/v1/models", "ListResponse_ModelInfo_")]
    [InlineData("/v1/models/chat/simulated-model", "ModelInfo")]
    public async Task Lists_of_models_match_Anthropics_schema(string path, string schema)
    {
        var (status, body) = await AskAsync(HttpMethod.Get, path, body: null, isAnthropic: true);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Empty(ApiDocument.Anthropic.Schema(schema).Check(body));
    }

    [SharedDataFact]
    public async Task Embeddings_match_OpenAIs_schema()
    {
        var (status, body) = await AskAsync(HttpMethod.Post, "/v1/embeddings", """{"model":"chat/simulated-model","input":["a","b"]}""", isAnthropic: false);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Empty(ApiDocument.OpenAI.Schema("CreateEmbeddingResponse").Check(body));
    }

    [SharedDataTheory]
    [InlineData("chat")]
    [InlineData("messages")]
    public async Task Token_counts_match_the_published_schemas(string upstream)
    {
        var (_, messages) = await AskAsync(
            HttpMethod.Post, "/v1/messages/count_tokens", $$"""{"model":"{{upstream}}/simulated-model","messages":[{"role":"user","content":"hi"}]}""", isAnthropic: true);
        var (_, responses) = await AskAsync(
            HttpMethod.Post, "/v1/responses/input_tokens", $$"""{"model":"{{upstream}}/simulated-model","input":"hi"}""", isAnthropic: false);

        Assert.Empty(ApiDocument.Anthropic.Schema("CountMessageTokensResponse").Check(messages));
        Assert.Empty(ApiDocument.OpenAI.Schema("TokenCountsResource").Check(responses));
    }

    [SharedDataTheory]
    [InlineData("GET", "/v1/models/no/such/model", null, 404, true)]
    [InlineData("GET", "/v1/models/no/such/model", null, 404, false)]
    [InlineData("GET", "/v1/no/such/path", null, 404, true)]
    [InlineData("GET", "/v1/no/such/path", null, 404, false)]
    [InlineData("GET", "/v1/messages", null, 405, true)]
    [InlineData("GET", "/v1/chat/completions", null, 405, false)]
    [InlineData("GET", "/v1/responses", null, 405, false)]
    [InlineData("POST", "/v1/messages", "{", 400, true)]
    [InlineData("POST", "/v1/chat/completions", "{", 400, false)]
    [InlineData("POST", "/v1/responses", "{", 400, false)]
    [InlineData("POST", "/v1/messages", """{"model":"none/at-all","max_tokens":9,"messages":[{"role":"user","content":"hi"}]}""", 404, true)]
    [InlineData("POST", "/v1/chat/completions", """{"model":"none/at-all","messages":[{"role":"user","content":"hi"}]}""", 404, false)]
    [InlineData("POST", "/v1/responses", """{"model":"none/at-all","input":"hi"}""", 404, false)]
    [InlineData("POST", "/v1/completions", """{"model":"none/at-all","prompt":"hi"}""", 404, false)]
    public async Task Errors_match_the_published_schema(string method, string path, string? request, int expected, bool isAnthropic)
    {
        var (status, body) = await AskAsync(new HttpMethod(method), path, request, isAnthropic);

        Assert.Equal(expected, (int)status);
        Assert.Empty((isAnthropic ? ApiDocument.Anthropic : ApiDocument.OpenAI).Schema("ErrorResponse").Check(body));
    }

    private async Task<(HttpStatusCode Status, byte[] Body)> AskAsync(HttpMethod method, string path, string? body, bool isAnthropic)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        if (isAnthropic)
        {
            request.Headers.Add("anthropic-version", "2023-06-01");
        }

        using var response = await _gateway.Client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsByteArrayAsync());
    }
}
