using RouterMaestro.Application.Tokens;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Application.Tests.Tokens;

public sealed class TokenFamiliesTests
{
    [Theory]
    [InlineData("gpt-4o", "gpt-4o and gpt-4.1")]
    [InlineData("gpt-4.1-mini-2025-04-14", "gpt-4o and gpt-4.1")]
    [InlineData("gpt-4", "gpt-4 and gpt-3.5")]
    [InlineData("gpt-4-turbo", "gpt-4 and gpt-3.5")]
    [InlineData("gpt-3.5-turbo", "gpt-4 and gpt-3.5")]
    [InlineData("openai/gpt-5-mini", "gpt-5 and o-series")]
    [InlineData("GPT-5.4", "gpt-5 and o-series")]
    [InlineData("o3-mini", "gpt-5 and o-series")]
    [InlineData("openai/gpt-oss-120b", "gpt-oss")]
    [InlineData("claude-3-7-sonnet-20250219", "Claude up to 4.1")]
    [InlineData("claude-sonnet-4-20250514", "Claude up to 4.1")]
    [InlineData("claude-opus-4-1-20250805", "Claude up to 4.1")]
    [InlineData("claude-sonnet-4-5-20250929", "Claude 4.5 and 4.6")]
    [InlineData("anthropic/claude-opus-4.6", "Claude 4.5 and 4.6")]
    [InlineData("claude-opus-4-7", "Claude from 4.7 on")]
    [InlineData("claude-haiku-5-5", "Claude from 4.7 on")]
    [InlineData("claude-next", "Claude from 4.7 on")]
    [InlineData("meta-llama/Llama-3.3-70B-Instruct", "Llama")]
    [InlineData("deepseek-chat", "others")]
    [InlineData("", "others")]
    public void A_model_is_known_by_its_name(string model, string family) =>
        Assert.Equal(family, TokenFamilies.Of(new ModelRef("p", model), framesItems: false).Name);

    [Fact]
    public void Tools_cost_less_in_Responses_than_in_Chat()
    {
        var model = new ModelRef("openai", "gpt-5");

        Assert.True(TokenFamilies.Of(model, framesItems: true).Tools < TokenFamilies.Of(model, framesItems: false).Tools);
    }
}
