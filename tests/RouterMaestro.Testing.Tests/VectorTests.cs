using System.Text.Json;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Tests;

/// <summary>Vectors, as providers send them.</summary>
public sealed class VectorTests : SimulatorTest
{
    [Fact]
    public async Task A_simulated_model_makes_the_same_vector_of_the_same_text()
    {
        var vectors = Vectors(await AskAsync("""{"model":"m","input":["a","b","a"],"dimensions":3}"""));

        Assert.Equal(vectors[0].GetRawText(), vectors[2].GetRawText());
        Assert.NotEqual(vectors[0].GetRawText(), vectors[1].GetRawText());
        Assert.All(vectors, v => Assert.Equal(3, v.GetArrayLength()));
        Assert.All(Upstream.Requests, r => Assert.Equal(SimulatedOperation.Embed, r.Operation));
    }

    [Fact]
    public async Task Given_vectors_come_in_the_form_asked_for_unless_the_server_knows_numbers_only()
    {
        var answer = SimulatedVectors.Of([1f], [-2f]).WithModel("m-2026");
        Upstream.When(SimulatedOperation.Embed).Enqueue(answer, answer, answer.NumbersOnly());

        var numbers = await AskAsync("""{"model":"m","input":["a","b","c"]}""");
        var base64 = await AskAsync("""{"model":"m","input":[1,2,3],"encoding_format":"base64"}""");
        var stubborn = await AskAsync("""{"model":"m","input":"a","encoding_format":"base64"}""");

        Assert.Equal(["[1]", "[-2]", "[-2]"], Vectors(numbers).Select(v => v.GetRawText()));
        Assert.Equal("m-2026", numbers.GetProperty("model").GetString());
        Assert.Equal("AACAPw==", Assert.Single(Vectors(base64)).GetString());
        Assert.Equal("[1]", Assert.Single(Vectors(stubborn)).GetRawText());
    }

    [Theory]
    [InlineData("""{"input":"a"}""")]
    [InlineData("""{"model":"m"}""")]
    [InlineData("""{"model":"m","input":[]}""")]
    public async Task A_request_that_OpenAI_refuses_is_refused(string body)
    {
        using var response = await Client.SendAsync("embeddings", body);

        Assert.Equal(400, (int)response.StatusCode);
    }

    private static JsonElement[] Vectors(JsonElement body) => [.. body.GetProperty("data").EnumerateArray().Select(e => e.GetProperty("embedding"))];

    private async Task<JsonElement> AskAsync(string body)
    {
        using var response = await Client.SendAsync("embeddings", body);
        Assert.Equal(200, (int)response.StatusCode);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
    }
}
