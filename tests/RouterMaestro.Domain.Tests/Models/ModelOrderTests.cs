using RouterMaestro.Domain.Models;

namespace RouterMaestro.Domain.Tests.Models;

public sealed class ModelOrderTests
{
    [Fact]
    public void Priorities_come_first_then_providers_then_newer_numbers()
    {
        string[] ids = ["b/gpt-4", "a/gpt-4", "a/gpt-5", "a/gpt-4o", "a/gpt-10", "c/x"];

        var sorted = ModelOrder.Sort(ids.Select(Card), ["c/x", "nowhere/y"]).Select(m => m.Ref.QualifiedId);

        Assert.Equal(["c/x", "a/gpt-10", "a/gpt-5", "a/gpt-4", "a/gpt-4o", "b/gpt-4"], sorted);
    }

    [Theory]
    [InlineData("a/b", "a", "b")]
    [InlineData("openrouter/openrouter/auto", "openrouter", "openrouter/auto")]
    public void A_qualified_id_is_cut_at_its_first_slash(string text, string provider, string id)
    {
        Assert.True(ModelRef.TryParse(text, out var model));
        Assert.Equal(new ModelRef(provider, id), model);
        Assert.Equal(text, model.ToString());
    }

    [Theory]
    [InlineData("gpt-4")]
    [InlineData("/gpt-4")]
    [InlineData("openai/")]
    [InlineData("")]
    [InlineData(null)]
    public void Other_text_is_no_qualified_id(string? text) => Assert.False(ModelRef.TryParse(text, out _));

    private static ModelCard Card(string id) =>
        ModelRef.TryParse(id, out var model) ? new ModelCard(model, model.Id) : throw new ArgumentException(id, nameof(id));
}
