//! Puts shaped lines on pages: keeps the cursor, opens new pages, mirrors for right-to-left.
//! It does not know what the lines say.

use crate::look;
use crate::page::{Frame, Item, Link, Page, Picture, Rule};
use crate::shape::Line;
use crate::sheet::{PageSize, Rgb};

/// A column of the page, in left-to-right thinking: `x` counts from the side where reading
/// starts. [`Flow`] mirrors it where that is the right side.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Area {
    pub(crate) x: f32,
    pub(crate) width: f32,
}

/// Where in its area a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    /// Where reading starts.
    Start,
    /// At the other side.
    End,
    /// At the right, in every script: figures line up at the last digit.
    Figures,
}

/// A place in the document.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub(crate) struct Cursor {
    pub(crate) page: usize,
    pub(crate) y: f32,
}

/// One line with its place in the width, and what it opens.
pub(crate) struct Put {
    pub(crate) line: Line,
    pub(crate) area: Area,
    pub(crate) align: Align,
    /// White space above, left out at the top of a page.
    pub(crate) above: f32,
    pub(crate) url: Option<String>,
}

/// What repeats at the top of a page.
#[derive(Default, Clone)]
pub(crate) struct Head {
    pub(crate) puts: Vec<(Line, Area, Align)>,
    /// Down to the content.
    pub(crate) height: f32,
    /// A rule at this depth, and its colour.
    pub(crate) rule: Option<(f32, Rgb)>,
}

/// Pages in the making.
pub(crate) struct Flow {
    pub(crate) pages: Vec<Page>,
    /// Where content starts on each page.
    tops: Vec<f32>,
    pub(crate) cursor: Cursor,
    inner: Frame,
    width: f32,
    height: f32,
    rtl: bool,
    /// On every page but the first.
    pub(crate) running: Head,
    /// On every page that a table goes on to.
    pub(crate) table: Option<Head>,
}

impl Flow {
    pub(crate) fn new(size: PageSize, rtl: bool) -> Flow {
        let (width, height) = size.points();
        let inner = Frame {
            x: look::SIDE,
            y: look::TOP,
            width: width - 2.0 * look::SIDE,
            height: height - look::TOP - look::BOTTOM,
        };
        Flow {
            pages: vec![Page {
                width,
                height,
                inner,
                items: Vec::new(),
            }],
            tops: vec![inner.y],
            cursor: Cursor {
                page: 0,
                y: inner.y,
            },
            inner,
            width,
            height,
            rtl,
            running: Head::default(),
            table: None,
        }
    }

    /// The whole width between the margins.
    pub(crate) fn full(&self) -> Area {
        Area {
            x: self.inner.x,
            width: self.inner.width,
        }
    }

    /// The part of the full width from `from` to `to`, both as shares of it.
    pub(crate) fn share(&self, from: f32, to: f32) -> Area {
        let full = self.full();
        Area {
            x: full.x + from * full.width,
            width: (to - from) * full.width,
        }
    }

    /// Where content must end.
    pub(crate) fn bottom(&self) -> f32 {
        self.inner.y + self.inner.height - look::PAGE_NUMBER.leading - look::ABOVE_PAGE_NUMBER
    }

    /// What is left of the page.
    pub(crate) fn room(&self) -> f32 {
        self.bottom() - self.cursor.y
    }

    /// What a new page would offer.
    pub(crate) fn fresh_room(&self) -> f32 {
        let table = self.table.as_ref().map_or(0.0, |head| head.height);
        self.bottom() - self.inner.y - self.running.height - table
    }

    /// Goes to the next page, making it where there is none yet.
    pub(crate) fn next_page(&mut self, cursor: Cursor) -> Cursor {
        let page = cursor.page + 1;
        if page >= self.pages.len() {
            let (width, height, inner) = (self.width, self.height, self.inner);
            self.pages.push(Page {
                width,
                height,
                inner,
                items: Vec::new(),
            });
            let mut y = self.inner.y;
            for head in [Some(self.running.clone()), self.table.clone()]
                .into_iter()
                .flatten()
            {
                self.head(&head, Cursor { page, y });
                y += head.height;
            }
            self.tops.push(y);
        }
        Cursor {
            page,
            y: self.tops.get(page).copied().unwrap_or(self.inner.y),
        }
    }

    /// Breaks the page unless `height` still fits, or would not fit on a new one either.
    pub(crate) fn keep_together(&mut self, height: f32) {
        if height > self.room() && height <= self.fresh_room() {
            self.cursor = self.next_page(self.cursor);
        }
    }

    /// Moves down, but not into a page's top.
    pub(crate) fn skip(&mut self, height: f32) {
        if !self.at_top(self.cursor) {
            self.cursor.y += height;
        }
    }

    fn at_top(&self, cursor: Cursor) -> bool {
        self.tops
            .get(cursor.page)
            .is_some_and(|top| cursor.y <= *top)
    }

    /// Draws a head where a page or a table begins.
    pub(crate) fn head(&mut self, head: &Head, at: Cursor) {
        for (line, area, align) in &head.puts {
            self.text(line, *area, *align, at);
        }
        if let Some((depth, color)) = head.rule {
            self.rule(
                self.full(),
                Cursor {
                    y: at.y + depth,
                    ..at
                },
                color,
            );
        }
    }

    /// Sets lines one under the other from `from` on, over as many pages as they take, and says
    /// where they end.
    pub(crate) fn column(&mut self, puts: &[Put], from: Cursor) -> Cursor {
        let mut at = from;
        for put in puts {
            if !self.at_top(at) {
                at.y += put.above;
            }
            if at.y + put.line.leading > self.bottom() && !self.at_top(at) {
                at = self.next_page(at);
            }
            self.text(&put.line, put.area, put.align, at);
            if let Some(url) = &put.url {
                let frame = self.frame_of(&put.line, put.area, put.align, at);
                self.push(
                    at.page,
                    Item::Link(Link {
                        frame,
                        url: url.clone(),
                    }),
                );
            }
            at.y += put.line.leading;
        }
        at
    }

    /// Sets columns side by side from the cursor on, and goes to the end of the longest.
    pub(crate) fn columns(&mut self, columns: &[Vec<Put>]) {
        let from = self.cursor;
        let mut end = from;
        for column in columns {
            let ended = self.column(column, from);
            if ended > end {
                end = ended;
            }
        }
        self.cursor = end;
    }

    /// Sets one line with its upper edge at the cursor given.
    pub(crate) fn text(&mut self, line: &Line, area: Area, align: Align, at: Cursor) {
        let left = self.left_of(line, area, align);
        // Capitals stand in the middle of the line's height.
        let baseline = at.y + line.leading / 2.0 + 0.36 * line.size;
        for run in &line.runs {
            let mut run = run.clone();
            run.x += left;
            run.baseline = baseline;
            self.push(at.page, Item::Text(run));
        }
    }

    /// Draws a rule over an area.
    pub(crate) fn rule(&mut self, area: Area, at: Cursor, color: Rgb) {
        let x = self.mirrored(area);
        let rule = Rule {
            x,
            y: at.y,
            width: area.width,
            weight: look::RULE,
            color,
        };
        self.push(at.page, Item::Rule(rule));
    }

    /// Draws a picture at the end of an area.
    pub(crate) fn picture(&mut self, image: usize, area: Area, size: (f32, f32), at: Cursor) {
        let place = Area {
            x: area.x + area.width - size.0,
            width: size.0,
        };
        let frame = Frame {
            x: self.mirrored(place),
            y: at.y,
            width: size.0,
            height: size.1,
        };
        self.push(at.page, Item::Picture(Picture { frame, image }));
    }

    fn frame_of(&self, line: &Line, area: Area, align: Align, at: Cursor) -> Frame {
        let x = self.left_of(line, area, align);
        Frame {
            x,
            y: at.y,
            width: line.width,
            height: line.leading,
        }
    }

    fn left_of(&self, line: &Line, area: Area, align: Align) -> f32 {
        let x = self.mirrored(area);
        let right = match align {
            Align::Start => self.rtl,
            Align::End => !self.rtl,
            Align::Figures => true,
        };
        if right {
            x + area.width - line.width
        } else {
            x
        }
    }

    fn mirrored(&self, area: Area) -> f32 {
        if self.rtl {
            self.width - area.x - area.width
        } else {
            area.x
        }
    }

    fn push(&mut self, page: usize, item: Item) {
        if let Some(page) = self.pages.get_mut(page) {
            page.items.push(item);
        }
    }
}
