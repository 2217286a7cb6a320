using System.ClientModel;
using OpenAI.Embeddings;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Sdk;

/// <summary>OpenAI's own client for .NET, which asks for base64 and reads nothing else.</summary>
public sealed class OpenAISdkEmbeddingTests(GatewayFixture fixture) : SdkTests(fixture)
{
    private EmbeddingClient Client => OpenAISdk.Client(Gateway).GetEmbeddingClient("chat/text-embedding-x");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Vectors_arrive_even_if_the_provider_ignores_base64(bool knowsBase64)
    {
        var response = SimulatedVectors.Of([0.1f, -2f], [3f, 4e-9f]);
        Upstream.When(SimulatedOperation.Embed).Reply(knowsBase64 ? response : response.NumbersOnly());

        var vectors = (await Client.GenerateEmbeddingsAsync(["a", "b"])).Value;

        Assert.Equal([0.1f, -2f], vectors[0].ToFloats().ToArray());
        Assert.Equal([3f, 4e-9f], vectors[1].ToFloats().ToArray());
        Assert.Equal("chat/text-embedding-x", vectors.Model);
        Assert.Equal(8, vectors.Usage.InputTokenCount);
    }

    [Fact]
    public async Task Dimensions_reach_the_provider()
    {
        var vector = (await Client.GenerateEmbeddingAsync("a", new EmbeddingGenerationOptions { Dimensions = 5 })).Value;

        Assert.Equal(5, vector.ToFloats().Length);
        Assert.Equal("base64", Assert.Single(Upstream.Requests, r => r.Operation == SimulatedOperation.Embed).Json!.Value.GetProperty("encoding_format").GetString());
    }

    [Fact]
    public async Task An_error_is_the_clients_own_exception()
    {
        Upstream.When(SimulatedOperation.Embed).Reply(SimulatedFault.Status(400, "input is too long"));

        var error = await Assert.ThrowsAsync<ClientResultException>(() => Client.GenerateEmbeddingAsync("a"));

        Assert.Equal(400, error.Status);
        Assert.Contains("input is too long", error.Message, StringComparison.Ordinal);
    }
}
