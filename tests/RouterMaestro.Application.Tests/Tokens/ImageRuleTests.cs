using System.Text.Json;
using RouterMaestro.Application.Tokens;
using RouterMaestro.Domain.Models;
using RouterMaestro.TestKit;

namespace RouterMaestro.Application.Tests.Tokens;

public sealed class ImageRuleTests
{
    [Theory]
    [InlineData(1024, 1024, false, 765)]
    [InlineData(2048, 4096, false, 1105)]
    [InlineData(2048, 4096, true, 85)]
    [InlineData(512, 512, false, 255)]
    [InlineData(513, 512, false, 425)]
    [InlineData(768, 2000, false, 1445)]
    public void Tiles_are_counted_after_shrinking(int width, int height, bool isLow, int tokens) =>
        Assert.Equal(tokens, ImageRule.Tiles(85, 170).Count(new ImageSize(width, height), isLow));

    [Theory]
    [InlineData(1024, 1024, 1024)]
    [InlineData(1800, 2400, 1452)]
    [InlineData(1280, 720, 920)]
    [InlineData(2048, 768, 1536)]
    [InlineData(1, 1, 1)]
    public void Patches_are_counted_up_to_the_limit(int width, int height, int patches) =>
        Assert.Equal(patches, ImageRule.PatchesOf(width, height));

    [Theory]
    [InlineData(1, 10_000_000)]
    [InlineData(10_000_000, 1)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public void No_size_gives_an_absurd_count(int width, int height)
    {
        foreach (var rule in new[] { ImageRule.Tiles(85, 170), ImageRule.Patches(1.2), ImageRule.Area(750, 1600) })
        {
            Assert.InRange(rule.Count(new ImageSize(width, height), isLow: false), 1, 100_000);
        }
    }

    [Theory]
    [InlineData(750, 1000, 1000)]
    [InlineData(1568, 1568, 1600)]
    [InlineData(3136, 750, 784)]
    public void Claude_counts_the_area(int width, int height, int tokens) =>
        Assert.Equal(tokens, ImageRule.Area(750, 1600).Count(new ImageSize(width, height), isLow: false));

    [Fact]
    public void An_image_of_unknown_size_counts_as_a_screenshot() =>
        Assert.Equal(Math.Ceiling(1280 * 800 / 750d), ImageRule.Area(750, 1600).Count(null, isLow: false));

    [SharedDataFact]
    public void Measured_and_documented_images_have_their_counts()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(SharedData.Root!, "tokens", "image-rules.json")));
        var anchors = document.RootElement.GetProperty("openai").GetProperty("anchors").EnumerateArray().ToList();

        Assert.True(anchors.Count > 10);
        Assert.All(anchors, anchor =>
        {
            var size = new ImageSize(anchor.GetProperty("w").GetInt32(), anchor.GetProperty("h").GetInt32());
            if (anchor.TryGetProperty("patches", out var patches))
            {
                Assert.Equal(patches.GetInt32(), ImageRule.PatchesOf(size.Width, size.Height));
            }

            if (anchor.TryGetProperty("model", out var model))
            {
                var family = TokenFamilies.Of(new ModelRef("p", model.GetString()!), framesItems: false);
                var isLow = anchor.TryGetProperty("detail", out var detail) && detail.GetString() == "low";
                Assert.Equal(anchor.GetProperty("tokens").GetInt32(), family.Images.Count(size, isLow));
            }
        });
    }
}
