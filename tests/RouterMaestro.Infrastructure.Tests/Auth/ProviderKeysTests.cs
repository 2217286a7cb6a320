using RouterMaestro.Infrastructure.Auth;

namespace RouterMaestro.Infrastructure.Tests.Auth;

public sealed class ProviderKeysTests
{
    [Theory]
    [InlineData("openai", "OPENAI_API_KEY")]
    [InlineData("my.provider-v2", "MY_PROVIDER_V2_API_KEY")]
    [InlineData("--lab--1--", "LAB_1_API_KEY")]
    [InlineData("a . b", "A_B_API_KEY")]
    [InlineData("größe", "GR_E_API_KEY")]
    [InlineData("東京", null)]
    public void The_variable_of_a_provider_follows_from_its_id(string id, string? variable) =>
        Assert.Equal(variable, ProviderKeys.VariableFor(id));
}
