using RouterMaestro.Infrastructure.Configuration.Files;

namespace RouterMaestro.Infrastructure.Tests.Configuration.Files;

public sealed class SpellingTests
{
    private static readonly string[] _known = ["baseURL", "models", "headers", "type", "connect", "api_key_env", "stream_usage", "idle"];

    [Theory]
    [InlineData("baseUrl", "baseURL")]
    [InlineData("base_url", "baseURL")]
    [InlineData("modelz", "models")]
    [InlineData("model", "models")]
    [InlineData("header", "headers")]
    [InlineData("typ", "type")]
    [InlineData("tpye", "type")]
    [InlineData("connnect", "connect")]
    [InlineData("ApiKeyEnv", "api_key_env")]
    [InlineData("streamusage", "stream_usage")]
    [InlineData("idel", "idle")]
    [InlineData("timeouts", null)]
    [InlineData("x", null)]
    [InlineData("", null)]
    public void The_most_similar_name_is_found_if_one_is_similar(string name, string? similar) => Assert.Equal(similar, Spelling.FindSimilar(name, _known));

    [Fact]
    public void A_name_of_any_length_is_compared_in_no_time() => Assert.Null(Spelling.FindSimilar(new string('a', 1_000_000), _known));

    [Fact]
    public void Nothing_is_similar_to_nothing() => Assert.Null(Spelling.FindSimilar("a", []));
}
